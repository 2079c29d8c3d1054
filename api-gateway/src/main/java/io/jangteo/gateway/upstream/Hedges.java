package io.jangteo.gateway.upstream;

/** How many calls of one operation are sent a second time for speed: one in twenty at most. */
final class Hedges {
  private static final double PER_REQUEST = 0.05;
  private static final double MOST = 5;
  private static final double WHOLE = 1 - 1e-9;

  private double tokens;

  /** A client asked for it. */
  void requested() {
    tokens = Math.min(MOST, tokens + PER_REQUEST);
  }

  /** Whether one more may be sent. */
  boolean take() {
    if (tokens < WHOLE) {
      return false;
    }
    tokens = Math.max(0, tokens - 1);
    return true;
  }
}
