package io.jangteo.gateway.upstream;

import io.jangteo.bus.resilience.LatencyProfile;
import java.util.concurrent.TimeUnit;

/** How long calls of one operation take, and from when on one of them is late. For one thread. */
final class UsualTimes {
  private static final int REFRESHED_EVERY = 64;

  private static final double HEDGED = 0.95;
  private static final int HEDGED_FROM = 100;

  private static final double MOVED = 0.999;
  private static final double MOVED_FACTOR = 1.5;
  private static final int MOVED_FROM = 1000;

  private final LatencyProfile profile = new LatencyProfile();
  private final long moveLeastNanos;
  private int sinceRefresh;
  private long hedgeAfterMillis;
  private long slowestNanos;

  /**
   * @param moveLeastNanos no call that takes less is late enough to be moved
   */
  UsualTimes(long moveLeastNanos) {
    this.moveLeastNanos = moveLeastNanos;
  }

  /** One was answered after so long, or was waited for that long in vain. */
  void took(long nanos) {
    profile.record(nanos);
    if (++sinceRefresh >= REFRESHED_EVERY || isLate(nanos)) {
      sinceRefresh = 0;
      hedgeAfterMillis = 1 + TimeUnit.NANOSECONDS.toMillis(profile.quantileNanos(HEDGED));
      slowestNanos = profile.quantileNanos(MOVED);
    }
  }

  private boolean isLate(long nanos) {
    return moveAfterNanos() > 0 && nanos >= moveAfterNanos();
  }

  /** What 95 of 100 take, in milliseconds; zero while that is not known. */
  long hedgeAfterMillis() {
    return profile.size() < HEDGED_FROM ? 0 : hedgeAfterMillis;
  }

  /** Half as long again as what 999 of 1000 take; zero while that is not known. */
  long moveAfterNanos() {
    return profile.size() < MOVED_FROM
        ? 0
        : Math.max(moveLeastNanos, (long) (MOVED_FACTOR * slowestNanos));
  }

  /** Calls remembered. */
  int size() {
    return profile.size();
  }

  /** What 999 of 1000 take. */
  long slowestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(slowestNanos);
  }
}
