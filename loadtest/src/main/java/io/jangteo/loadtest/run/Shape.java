package io.jangteo.loadtest.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How arrivals are spread over a run; visitors come whether or not the ones before are served. */
public enum Shape {
  /** Climbs during the first tenth, then stays. */
  CONSTANT {
    @Override
    public List<Slope> slopes(double rate, long seconds, List<Integer> ordersByHour) {
      long climb = seconds / 10;
      Slope level = Slope.flat(rate, seconds - climb);
      return climb == 0
          ? List.of(level)
          : List.of(new Slope(rate / 10, rate, Duration.ofSeconds(climb)), level);
    }
  },
  /** The trace's day from its first to its last hour, compressed; the rate is the mean. */
  DAY {
    @Override
    public List<Slope> slopes(double rate, long seconds, List<Integer> ordersByHour) {
      List<Integer> open = openHours(ordersByHour);
      double orders = open.stream().mapToInt(i -> i).sum();
      List<Slope> slopes = new ArrayList<>();
      int due = 0;
      for (int hour = 0; hour < open.size(); hour++) {
        due += open.get(hour);
        long slot = end(hour, seconds, open.size()) - end(hour - 1, seconds, open.size());
        // With fewer seconds than hours some have none, and the next takes their visitors.
        if (slot > 0) {
          slopes.add(Slope.flat(rate * seconds * due / orders / slot, slot));
          due = 0;
        }
      }
      return slopes;
    }
  },
  /** Ten stairs up to the rate, to see from which one on it is too much. */
  STRESS {
    @Override
    public List<Slope> slopes(double rate, long seconds, List<Integer> ordersByHour) {
      List<Slope> slopes = new ArrayList<>();
      for (int stair = 0; stair < STAIRS; stair++) {
        long lasts = end(stair, seconds, STAIRS) - end(stair - 1, seconds, STAIRS);
        if (lasts > 0) {
          slopes.add(Slope.flat(rate * (stair + 1) / STAIRS, lasts));
        }
      }
      return slopes;
    }
  };

  private static final int STAIRS = 10;

  /**
   * What happens in which order.
   *
   * @param rate visitors a second
   */
  public abstract List<Slope> slopes(double rate, long seconds, List<Integer> ordersByHour);

  /** The second at which one of so many equal parts ends. */
  private static long end(int part, long seconds, int parts) {
    return (part + 1) * seconds / parts;
  }

  private static List<Integer> openHours(List<Integer> ordersByHour) {
    int first = 0;
    while (ordersByHour.get(first) == 0) {
      first++;
    }
    int last = ordersByHour.size() - 1;
    while (ordersByHour.get(last) == 0) {
      last--;
    }
    return ordersByHour.subList(first, last + 1);
  }
}
