package io.jangteo.order.application;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.SagaState;
import java.time.Instant;
import java.util.List;

/**
 * What one transaction did to one order.
 *
 * @param order at the version of the last of {@code events}
 * @param events the new ones, in order; may be empty
 */
public record SagaChange(SagaState saga, OrderState order, List<OrderEvent> events, Instant at) {}
