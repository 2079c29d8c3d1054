package io.jangteo.events;

import io.vertx.core.Future;
import java.util.List;

/**
 * What a service does with the messages of one subscription. All calls for one batch share one
 * transaction, in which the inbox has already recorded the messages: an effect written through it
 * happens exactly once.
 *
 * <p>Messages of one aggregate are handled one after the other, in order; those of different
 * aggregates of a batch are handled concurrently, and their statements are pipelined on the one
 * connection. A failure rolls the whole batch back; each message is then tried alone, and the one
 * that keeps failing is parked together with its aggregate.
 */
public interface MessageHandler {
  /** Applies one message. No effect outside the database: it may be rolled back and run again. */
  Future<Void> handle(InboundMessage message, Transaction transaction);

  /**
   * Called once per batch before the first {@link #handle}, with the messages that are not
   * duplicates; the place to lock rows in one order.
   */
  default Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
    return Future.succeededFuture();
  }

  /** Called for a message seen before, for example to answer a repeated command again. */
  default Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    return Future.succeededFuture();
  }

  /** Called after the commit; the place to wake what waits. Must not fail or block. */
  default void committed(List<InboundMessage> batch) {}
}
