package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import java.util.UUID;

/**
 * A message to be published once the transaction it was sent in has committed.
 *
 * @param id the same whenever the same thing is said: consumers know duplicates by it
 * @param aggregateType with {@code aggregateId} and {@code aggregateVersion} unique in the outbox;
 *     messages of one aggregate are published in the order they were sent
 * @param aggregateId also decides the partition; the order's id for everything about an order
 * @param aggregateVersion counts up by one within its aggregate
 * @param correlationId what the message is part of, usually the order's id
 * @param payload an instance of the type's payload record
 */
public record OutboundMessage(
    UUID id,
    MessageType<?> type,
    String aggregateType,
    UUID aggregateId,
    long aggregateVersion,
    UUID correlationId,
    Object payload) {}
