package io.jangteo.gateway.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Nanoseconds that pass when a test says so. */
final class ManualClock implements LongSupplier {
  // Below zero, as System.nanoTime may be.
  private long now = -1_000_000_000;

  @Override
  public long getAsLong() {
    return now;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }
}
