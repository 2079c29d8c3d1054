package io.jangteo.order.application;

import io.jangteo.events.Messaging;
import io.jangteo.runtime.failure.ServiceFailure;
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
                    .map(found -> found.stream().findFirst())
                    .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("order")))
                    .compose(loaded -> sagas.cancel(transaction, loaded)))
        .onSuccess(ignored -> waiters.nudge(List.of(orderId)));
  }
}
