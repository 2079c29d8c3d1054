package io.jangteo.order.application;

import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.SagaState;
import java.time.Instant;

/**
 * Everything that is written when an order is accepted.
 *
 * @param response the answer that a repeated request gets, JSON
 */
public record Placement(
    String key,
    byte[] fingerprint,
    OrderPlaced placed,
    OrderState order,
    SagaState saga,
    Instant at,
    String response) {}
