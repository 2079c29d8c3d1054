package io.jangteo.loadtest.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * For a while visitors arrive at a rate that goes evenly from one value to another.
 *
 * @param lasts whole seconds: of anything else Gatling drops the rest
 */
public record Slope(double from, double to, Duration lasts) {
  /** Keeps a whole number of visitors whole when it is divided and multiplied again. */
  private static final double ROUNDING = 1e-6;

  public Slope {
    if (lasts.toNanosPart() != 0 || lasts.isZero()) {
      throw new IllegalArgumentException("whole seconds instead of " + lasts);
    }
  }

  static Slope flat(double rate, long seconds) {
    return new Slope(rate, rate, Duration.ofSeconds(seconds));
  }

  /**
   * A share of what arrives, each slope with a whole number of visitors, which together are the
   * nearest to what they should be. Gatling drops the fraction of each slope instead: of few
   * visitors in many slopes hardly any would come.
   */
  public static List<Slope> share(List<Slope> slopes, double share) {
    List<Slope> whole = new ArrayList<>(slopes.size());
    double due = 0;
    long sent = 0;
    for (Slope slope : slopes) {
      due += slope.visitors() * share;
      long now = Math.round(due) - sent;
      sent += now;
      whole.add(now == 0 ? slope.times(0) : slope.times((now + ROUNDING) / slope.visitors()));
    }
    return whole;
  }

  public boolean isFlat() {
    return from == to;
  }

  /** Visitors in all. */
  double visitors() {
    return (from + to) / 2 * lasts.toSeconds();
  }

  private Slope times(double factor) {
    return new Slope(from * factor, to * factor, lasts);
  }
}
