package io.jangteo.bus.resilience;

import java.util.Arrays;

/**
 * How long calls of one kind take, from the last few thousand: quantiles to within a quarter. Older
 * calls weigh less and less. For many threads; a count lost between them does no harm.
 */
public final class LatencyProfile {
  private static final int STEPS = 4;
  private static final int BUCKETS = 40 * STEPS;
  private static final int REMEMBERED = 4096;

  private final int[] counts = new int[BUCKETS];
  private volatile int total;

  /** One call that took so long. */
  public void record(long nanos) {
    counts[bucket(nanos)]++;
    int now = total + 1;
    total = now;
    if (now >= REMEMBERED) {
      halve();
    }
  }

  /** Calls remembered, the older ones in part. */
  public int size() {
    return total;
  }

  /** An upper bound, at most a quarter too high, of what that part of all calls took at most. */
  public long quantileNanos(double part) {
    long wanted = (long) Math.ceil(part * total);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return upperNanos(i);
      }
    }
    return 0;
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  private void halve() {
    int sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] /= 2;
      sum += counts[i];
    }
    total = sum;
  }

  /** Four steps to each power of two of microseconds. */
  private static int bucket(long nanos) {
    long micros = Math.max(STEPS, nanos / 1000);
    int power = 63 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >> (power - 2)) & (STEPS - 1);
    return Math.min(BUCKETS - 1, (power - 2) * STEPS + step);
  }

  private static long upperNanos(int bucket) {
    int power = bucket / STEPS + 2;
    long step = bucket % STEPS;
    return ((STEPS + step + 1) << (power - 2)) * 1000;
  }
}
