package io.jangteo.order.application;

import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Turns an order back while that is possible. */
public final class CancelOrder {
  private final SagaStore store;
  private final SagaRunner sagas;
  private final Messaging messaging;
  private final OrderWaiters waiters;

  public CancelOrder(SagaStore store, SagaRunner sagas, Messaging messaging, OrderWaiters waiters) {
    this.store = store;
    this.sagas = sagas;
    this.messaging = messaging;
    this.waiters = waiters;
  }

  /** Succeeds with why it is too late, or with nothing when the order is being undone. */
  public Future<Optional<String>> cancel(UUID orderId) {
    return messaging
        .transaction(
            transaction ->
                store
                    .lock(transaction, List.of(orderId))
                    .compose(found -> only(transaction, orderId, found))
                    .compose(loaded -> sagas.cancel(transaction, loaded)))
        .onSuccess(ignored -> waiters.nudge(List.of(orderId)));
  }

  private Future<LoadedSaga> only(Transaction transaction, UUID orderId, List<LoadedSaga> found) {
    return found.isEmpty()
        ? NotHere.failure(store, transaction, orderId)
        : Future.succeededFuture(found.get(0));
  }
}
