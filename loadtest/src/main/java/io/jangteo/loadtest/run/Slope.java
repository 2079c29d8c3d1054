package io.jangteo.loadtest.run;

import java.time.Duration;

/** For a while visitors arrive at a rate that goes evenly from one value to another. */
public record Slope(double from, double to, Duration lasts) {
  public boolean isFlat() {
    return from == to;
  }

  /** Visitors in all. */
  double visitors() {
    return (from + to) / 2 * lasts.toMillis() / 1_000;
  }

  public Slope times(double factor) {
    return new Slope(from * factor, to * factor, lasts);
  }
}
