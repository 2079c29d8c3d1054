/**
 * Orders: accepted once per Idempotency-Key, kept as their events, and carried out by a saga.
 *
 * <p>{@code domain.saga.SagaDefinition} is the table of steps and {@code domain.saga.OrderSaga} the
 * pure decision over it. {@code application.SagaRunner} lets it decide inside a transaction, for
 * what comes in from participants ({@code events}), from timers ({@code application.SagaTimers})
 * and from callers ({@code api}); {@code persistence} loads and writes whole batches of sagas.
 */
package io.jangteo.order;
