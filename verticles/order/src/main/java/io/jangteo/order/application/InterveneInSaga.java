package io.jangteo.order.application;

import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.order.application.SagaDesk.Wish;
import io.jangteo.order.domain.saga.SagaMessage;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Has a saga do what an operator wants, where that is safe, and writes down who wanted it. */
public final class InterveneInSaga {
  private final SagaStore store;
  private final SagaDesk desk;
  private final SagaRunner sagas;
  private final Messaging messaging;
  private final OrderWaiters waiters;

  public InterveneInSaga(
      SagaStore store, SagaDesk desk, SagaRunner sagas, Messaging messaging, OrderWaiters waiters) {
    this.store = store;
    this.desk = desk;
    this.sagas = sagas;
    this.messaging = messaging;
    this.waiters = waiters;
  }

  /** Succeeds with why it cannot be, or with nothing. */
  public Future<Optional<String>> intervene(
      UUID orderId, SagaMessage.Intervention intervention, Wish wish) {
    return messaging
        .transaction(
            transaction ->
                store
                    .lock(transaction, List.of(orderId))
                    .compose(found -> only(transaction, orderId, found))
                    .compose(loaded -> sagas.intervene(transaction, loaded, intervention))
                    .compose(
                        refusal ->
                            refusal.isPresent()
                                ? Future.succeededFuture(refusal)
                                : desk.note(transaction, orderId, wish).map(refusal)))
        .onSuccess(ignored -> waiters.nudge(List.of(orderId)));
  }

  private Future<LoadedSaga> only(Transaction transaction, UUID orderId, List<LoadedSaga> found) {
    return found.isEmpty()
        ? NotHere.failure(store, transaction, orderId)
        : Future.succeededFuture(found.get(0));
  }
}
