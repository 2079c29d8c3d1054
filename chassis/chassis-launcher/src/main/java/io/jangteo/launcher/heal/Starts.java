package io.jangteo.launcher.heal;

import java.time.Duration;

/**
 * How often this process has started its node. The more often it had to, the longer it waits until
 * it does so by itself again. Not thread-safe: only one node runs at a time.
 */
public final class Starts {
  private static final Duration MOST = Duration.ofMinutes(10);

  /** More would be longer than the longest pause, and at last than a number can say. */
  private static final int DOUBLINGS_MAX = 16;

  private int count;
  private long lastAt;

  /** One more, now. */
  public void started(long now) {
    count++;
    lastAt = now;
  }

  /** Whether it has served before. */
  public boolean areRepeated() {
    return count > 1;
  }

  int count() {
    return count;
  }

  /**
   * The time, of {@link System#nanoTime}, before which there is to be no other.
   *
   * @param patience of which the first pause is twice as long
   */
  long noneBefore(Duration patience) {
    long pause = MOST.toNanos();
    if (count < DOUBLINGS_MAX) {
      pause = Math.min(pause, patience.toNanos() << count);
    }
    return lastAt + pause;
  }
}
