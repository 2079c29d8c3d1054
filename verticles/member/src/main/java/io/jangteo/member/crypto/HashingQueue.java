package io.jangteo.member.crypto;

import java.time.Duration;

/**
 * How many are hashing and waiting, and how long one more would wait for its result, judged by how
 * long hashing has taken lately on this machine, as busy as it is. For many threads.
 */
final class HashingQueue {
  private static final double WEIGHT_OF_NEWEST = 0.2;

  private final int atOnce;
  private final int most;
  private int present;
  private double usualNanos;

  /** What somebody who comes is given. */
  enum Place {
    NONE,
    AT_ONCE,
    QUEUED
  }

  /**
   * @param atOnce hashed at the same time
   * @param waitingMax beside those
   */
  HashingQueue(int atOnce, int waitingMax) {
    this.atOnce = atOnce;
    this.most = atOnce + waitingMax;
  }

  /**
   * Takes a place, to be left by {@link #leave}, if the result can be expected in time. Whoever
   * finds a thread free gets it whatever is expected: otherwise one slow hour would last for ever.
   */
  synchronized Place enter(Duration patience) {
    boolean begins = present < atOnce;
    if (!begins && (present >= most || expectedNanos() > patience.toNanos())) {
      return Place.NONE;
    }
    present++;
    return begins ? Place.AT_ONCE : Place.QUEUED;
  }

  /** Whether somebody from the queue who begins now will not be done in what is left. */
  synchronized boolean isTooLate(long leftNanos) {
    return leftNanos < usualNanos;
  }

  synchronized void leave() {
    present--;
  }

  /** One was hashed in so long. */
  synchronized void took(long nanos) {
    usualNanos = usualNanos == 0 ? nanos : usualNanos + WEIGHT_OF_NEWEST * (nanos - usualNanos);
  }

  /** From now until one more would have its result. */
  synchronized Duration expected() {
    return Duration.ofNanos((long) expectedNanos());
  }

  private double expectedNanos() {
    return usualNanos * (1 + present / atOnce);
  }
}
