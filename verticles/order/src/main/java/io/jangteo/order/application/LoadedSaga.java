package io.jangteo.order.application;

import io.jangteo.contracts.Money;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.SagaState;
import java.time.Instant;
import java.util.UUID;

/**
 * A saga and its order, locked by the transaction that loaded them.
 *
 * @param placed what was asked for; null once all commands that tell it were sent
 * @param now the database's time
 */
public record LoadedSaga(
    SagaState saga, OrderState order, Money total, OrderPlaced placed, Instant now) {
  public UUID orderId() {
    return saga.orderId();
  }
}
