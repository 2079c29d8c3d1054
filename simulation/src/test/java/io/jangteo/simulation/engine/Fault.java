package io.jangteo.simulation.engine;

/** What can go wrong around the code under test. */
public enum Fault {
  /** A process dies at a {@link CrashPoint}. */
  CRASH(0.004, 0.08),
  /** A process stands still for up to ten seconds; sessions may be gone when it goes on. */
  PAUSE(0.02, 0.25),
  /** The database restarts; what had not been committed is gone. */
  DATABASE_RESTART(0.01, 0.12),
  /** The connection is lost during the commit, which may or may not have taken place. */
  COMMIT_UNKNOWN(0.005, 0.1),
  /** The server asks for the transaction to be run again. */
  SERIALIZATION(0.01, 0.1),
  /** Statements take up to half a second. */
  SLOW_STATEMENT(0.01, 0.15),
  /** The relay's session ends, and its shards go to somebody else. */
  RELAY_SESSION_LOST(0.02, 0.3),
  /** The broker restarts; what it had not confirmed may be gone. */
  BROKER_RESTART(0.01, 0.12),
  /** The broker reads nothing from publishers for a while. */
  BROKER_BLOCKED(0.02, 0.2),
  /** Stored, but the session ends before the confirm. */
  CONFIRM_LOST(0.003, 0.06),
  /** The session ends before the message reaches the broker. */
  PUBLISH_LOST(0.003, 0.06),
  /** The session ends, and the message reaches the broker all the same, later. */
  PUBLISH_LATE(0.003, 0.06),
  /** The broker refuses the message. */
  NACK(0.003, 0.06),
  /** A consumer's session ends; what it held goes back. */
  CONSUMER_CUT(0.002, 0.04),
  /** What goes back goes behind everything else. */
  REQUEUE_TO_TAIL(0.3, 1),
  /** The broker delivers a message once more. */
  DUPLICATE(0.01, 0.2),
  /** A delivery takes up to three seconds. */
  SLOW_DELIVERY(0.005, 0.1),
  /** The card provider does it, but its answer is lost. */
  PROVIDER_REPLY_LOST(0.02, 0.3),
  /** The card provider does not do it, and says nothing either. */
  PROVIDER_UNREACHABLE(0.02, 0.3),
  /** The card provider does it after the caller has given up. */
  PROVIDER_LATE(0.02, 0.3),
  /** The client hears nothing, although the order may be accepted. */
  CLIENT_UNANSWERED(0.05, 0.4);

  private final double least;
  private final double most;

  Fault(double least, double most) {
    this.least = least;
    this.most = most;
  }

  /** A rate between the bounds that are sensible for this kind. */
  double rate(double fraction) {
    return least + (most - least) * fraction;
  }
}
