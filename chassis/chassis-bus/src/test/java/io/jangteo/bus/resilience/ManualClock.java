package io.jangteo.bus.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Nanoseconds that pass when a test says so. */
public final class ManualClock implements LongSupplier {
  // Not zero, and near the overflow that System.nanoTime may meet.
  private long now = Long.MAX_VALUE - Duration.ofSeconds(40).toNanos();

  @Override
  public long getAsLong() {
    return now;
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now += time.toNanos();
  }
}
