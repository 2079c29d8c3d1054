package io.jangteo.loadtest.run;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How arrivals are spread over a run; visitors come whether or not the ones before are served. */
public enum Shape {
  /** Climbs during the first tenth, then stays. */
  CONSTANT {
    @Override
    public List<Slope> slopes(double rate, Duration lasts, List<Integer> ordersByHour) {
      Duration climb = lasts.dividedBy(10);
      return List.of(new Slope(rate / 10, rate, climb), new Slope(rate, rate, lasts.minus(climb)));
    }
  },
  /** The trace's day from its first to its last hour, compressed; the rate is the mean. */
  DAY {
    @Override
    public List<Slope> slopes(double rate, Duration lasts, List<Integer> ordersByHour) {
      List<Integer> open = openHours(ordersByHour);
      double mean = open.stream().mapToInt(i -> i).average().orElseThrow();
      return open.stream()
          .map(orders -> rate * orders / mean)
          .map(now -> new Slope(now, now, lasts.dividedBy(open.size())))
          .toList();
    }
  },
  /** Ten stairs up to the rate, to see from which one on it is too much. */
  STRESS {
    @Override
    public List<Slope> slopes(double rate, Duration lasts, List<Integer> ordersByHour) {
      return IntStream.rangeClosed(1, 10)
          .mapToObj(stair -> new Slope(rate * stair / 10, rate * stair / 10, lasts.dividedBy(10)))
          .toList();
    }
  };

  /**
   * What happens in which order.
   *
   * @param rate visitors a second
   */
  public abstract List<Slope> slopes(double rate, Duration lasts, List<Integer> ordersByHour);

  private static List<Integer> openHours(List<Integer> ordersByHour) {
    int[] hours =
        IntStream.range(0, ordersByHour.size()).filter(h -> ordersByHour.get(h) > 0).toArray();
    return Stream.of(ordersByHour)
        .flatMap(all -> all.subList(hours[0], hours[hours.length - 1] + 1).stream())
        .toList();
  }
}
