package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sagas as operators see them, and what they did to them. */
public interface SagaDesk {
  /** Which sagas a person should look at. */
  enum Trouble {
    /** Ended where only a person can go on. */
    PARKED,
    /** Not ended, and reported to a person or begun more than five minutes ago. */
    STUCK
  }

  /** Those in trouble, by order id. */
  Future<List<SagaView>> list(Trouble trouble, UUID after, int limit);

  Future<Optional<SagaView>> find(UUID orderId);

  /** Written with what it leads to, or not at all. */
  Future<Void> note(Transaction transaction, UUID orderId, Wish wish);

  /**
   * What an operator wants.
   *
   * @param verb RESUME, SKIP or COMPENSATE
   * @param step null where the saga knows which
   */
  record Wish(String verb, String step, UUID by, String reason) {}
}
