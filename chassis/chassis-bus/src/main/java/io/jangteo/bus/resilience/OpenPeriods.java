package io.jangteo.bus.resilience;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How long a breaker stays open: half as long again each time, until it has been closed for as long
 * as the longest of them.
 */
final class OpenPeriods {
  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.2;

  private final BreakerRules rules;
  private final LongSupplier nanos;
  private final DoubleSupplier random;
  private double usual;
  private boolean closed;
  private long closedAt;

  /**
   * @param random from 0 to 1
   */
  OpenPeriods(BreakerRules rules, LongSupplier nanos, DoubleSupplier random) {
    this.rules = rules;
    this.nanos = nanos;
    this.random = random;
  }

  /** The breaker has closed. */
  void closed() {
    closed = true;
    closedAt = nanos.getAsLong();
  }

  /** For an opening now. */
  Duration next() {
    double most = rules.openMax().toNanos();
    boolean recovered = closed && nanos.getAsLong() - closedAt >= most;
    usual = usual == 0 || recovered ? rules.open().toNanos() : Math.min(most, usual * GROWTH);
    closed = false;
    double spread = 1 + JITTER * (2 * random.getAsDouble() - 1);
    return Duration.ofNanos((long) Math.min(most, usual * spread));
  }
}
