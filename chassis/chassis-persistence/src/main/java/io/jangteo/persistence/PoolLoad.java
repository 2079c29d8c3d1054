package io.jangteo.persistence;

import java.time.Duration;

/**
 * How much waits for a pool's connections, counted here because the driver does not tell. For many
 * threads.
 */
final class PoolLoad {
  /** A queue whose members wait for less is a crowd that is being served. */
  private static final long SLOW_NANOS = Duration.ofMillis(100).toNanos();

  private static final double WEIGHT_OF_NEWEST = 0.1;

  private final int size;
  private int present;
  private double usualNanos;

  /**
   * @param size connections
   */
  PoolLoad(int size) {
    this.size = size;
  }

  /** Something begins to wait for a connection; the time is to be told when it is done with it. */
  synchronized long begin() {
    present++;
    return System.nanoTime();
  }

  /** It has let go of its connection, or never got one. */
  void end(long begunAt) {
    ended(System.nanoTime() - begunAt);
  }

  synchronized void ended(long tookNanos) {
    present--;
    if (present == 0) {
      usualNanos = 0;
    } else {
      usualNanos =
          usualNanos == 0 ? tookNanos : usualNanos + WEIGHT_OF_NEWEST * (tookNanos - usualNanos);
    }
  }

  /** How many times as many as there are connections wait; zero as long as they are served soon. */
  synchronized int pressure() {
    return usualNanos < SLOW_NANOS ? 0 : Math.max(0, present - size) / size;
  }
}
