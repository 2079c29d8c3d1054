package io.jangteo.bus.resilience;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many of the calls of the last ten seconds failed or were slow, in buckets of one second. Not
 * for several threads at once.
 */
public final class FailureWindow {
  private static final int BUCKETS = 10;
  private static final long BUCKET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BreakerRules rules;
  private final LongSupplier nanos;
  private final long origin;
  private final int[] calls = new int[BUCKETS];
  private final int[] failed = new int[BUCKETS];
  private final int[] slow = new int[BUCKETS];
  private long newest;

  public FailureWindow(BreakerRules rules, LongSupplier nanos) {
    this.rules = rules;
    this.nanos = nanos;
    this.origin = nanos.getAsLong();
  }

  /** One call more, which has ended now. */
  public void record(boolean hasFailed, boolean wasSlow) {
    int bucket = (int) (advance() % BUCKETS);
    calls[bucket]++;
    failed[bucket] += hasFailed ? 1 : 0;
    slow[bucket] += wasSlow ? 1 : 0;
  }

  /** Whether there were enough calls to judge, and too many bad ones among them. */
  public boolean isBad() {
    advance();
    long all = sum(calls);
    return all >= rules.calls()
        && (sum(failed) * 100 >= all * rules.failurePercent()
            || sum(slow) * 100 >= all * rules.slowPercent());
  }

  /** Percentage of calls that failed; zero when there were none. */
  public int failurePercent() {
    advance();
    long all = sum(calls);
    return all == 0 ? 0 : (int) (sum(failed) * 100 / all);
  }

  /** Starts afresh. */
  public void clear() {
    Arrays.fill(calls, 0);
    Arrays.fill(failed, 0);
    Arrays.fill(slow, 0);
  }

  /** Empties the buckets whose time has come again, and gives the number of the present one. */
  private long advance() {
    long present = (nanos.getAsLong() - origin) / BUCKET_NANOS;
    for (long i = Math.max(newest + 1, present - BUCKETS + 1); i <= present; i++) {
      int bucket = (int) (i % BUCKETS);
      calls[bucket] = 0;
      failed[bucket] = 0;
      slow[bucket] = 0;
    }
    newest = Math.max(newest, present);
    return newest;
  }

  private static long sum(int[] buckets) {
    long sum = 0;
    for (int count : buckets) {
      sum += count;
    }
    return sum;
  }
}
