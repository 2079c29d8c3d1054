package io.jangteo.events;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A message waiting in the outbox.
 *
 * @param round which request to publish it this is; see the table
 */
record OutboxRow(
    long id,
    int round,
    UUID eventId,
    String exchange,
    String type,
    String aggregateType,
    UUID aggregateId,
    long aggregateVersion,
    UUID correlationId,
    int shard,
    String payload,
    OffsetDateTime createdAt,
    int attempts) {

  String routingKey() {
    return Partitions.routingKey(type, Partitions.ofShard(shard));
  }
}
