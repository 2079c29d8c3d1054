package io.jangteo.gateway.upstream;

/**
 * How much may be sent a second time: a tenth of what was asked, saved up to a bound, and never
 * more at once than a fifth of what is under way. For one thread.
 */
final class RetryBudget {
  private static final double PER_REQUEST = 0.1;
  private static final double MOST = 50;
  private static final int FEW = 3;
  private static final double SHARE = 0.2;

  /** Sums of a tenth do not come out even. */
  private static final double WHOLE = 1 - 1e-9;

  private double tokens;
  private int underWay;

  /** A client asked for something. */
  void requested() {
    tokens = Math.min(MOST, tokens + PER_REQUEST);
  }

  /**
   * Takes one, to be given back by {@link #ended}.
   *
   * @param active requests of clients under way
   */
  boolean take(int active) {
    if (tokens < WHOLE || underWay >= Math.max(FEW, SHARE * active)) {
      return false;
    }
    tokens = Math.max(0, tokens - 1);
    underWay++;
    return true;
  }

  /** A second sending has ended. */
  void ended() {
    underWay--;
  }

  int underWay() {
    return underWay;
  }

  double tokens() {
    return tokens;
  }
}
