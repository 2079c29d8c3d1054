package io.jangteo.testing.history;

/**
 * An element that a client wanted added, and what it was told.
 *
 * @param toldNanos when; without meaning for an {@link Outcome#INFO}
 */
public record Operation<E>(E element, long invokedNanos, Outcome outcome, long toldNanos) {}
