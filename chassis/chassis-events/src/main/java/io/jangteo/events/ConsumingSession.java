package io.jangteo.events;

import io.vertx.core.Future;
import java.util.Set;

/** A session of a consumer. */
interface ConsumingSession extends BrokerSession {
  /** Declares one thing after the other; a refusal ends the session. */
  Future<Void> declare(Topology topology);

  /** The partitions that have no consumer; one that is not there is declared and has none. */
  Future<Set<String>> unheard(Topology topology);

  /** Bounds what may be delivered and is not acknowledged. */
  Future<Void> prefetch(int count);

  /**
   * Starts to consume; what is delivered goes to {@code mailbox}. Acknowledging has to wait until
   * the last queue is consumed and the session still lives: a refusal makes the client go on with
   * that queue on a second channel, whose tags are others.
   */
  Future<Void> consume(String queue, Mailbox<Delivery> mailbox);

  /** Of everything delivered so far, up to {@code tag}. */
  Future<Void> acknowledge(long tag);
}
