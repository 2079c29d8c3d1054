package io.jangteo.events;

import java.time.Duration;

/**
 * When to give up a session because messages are refused on it. RabbitMQ refuses what is for a
 * quorum queue without a leader, and what comes on that channel for that queue from then on too,
 * long after there is a leader again (seen on 3.10); on another channel it takes it. A queue that
 * is full refuses on every channel, so sessions are given up less and less often.
 */
final class Refusals {
  private static final Duration LONGEST_AGE = Duration.ofSeconds(30);
  private static final Duration FORGOTTEN = LONGEST_AGE.multipliedBy(2);

  private final Clockwork clockwork;
  private final Backoff ages = new Backoff(Duration.ofSeconds(1), LONGEST_AGE);
  private long begunNanos;
  private long givenUpNanos;
  private int givenUp;

  Refusals(Clockwork clockwork) {
    this.clockwork = clockwork;
  }

  /** A new session publishes from now on. */
  void begin() {
    begunNanos = clockwork.nanos();
  }

  /** A message was refused; whether the session is to be given up for that. */
  boolean refused() {
    long now = clockwork.nanos();
    if (now - givenUpNanos > FORGOTTEN.toNanos()) {
      givenUp = 0;
    }
    if (now - begunNanos < ages.bound(givenUp + 1).toNanos()) {
      return false;
    }
    givenUp++;
    givenUpNanos = now;
    return true;
  }
}
