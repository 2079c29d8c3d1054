package io.jangteo.events;

import io.vertx.core.Future;

/**
 * One connection with one channel, used until its first error and then thrown away: nothing in it
 * is ever repaired. A delivery tag, a confirm or a consumer therefore belongs to one session, and
 * what is said to a dead session is said to nobody.
 */
interface BrokerSession {
  /** Succeeds with the reason, once, when the session can no longer be used; on any thread. */
  Future<Throwable> ended();

  default boolean isAlive() {
    return !ended().isComplete();
  }

  /** Ends the session at once; the broker then takes back all it had sent. From any thread. */
  void discard(Throwable cause);

  /** Ends the session in good order, within a bounded time. */
  Future<Void> close();
}
