package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The outbox in PostgreSQL. */
final class PgOutbox implements Outbox {
  /** Rows get their ids in the order they were sent: the order they are published in. */
  private static final String INSERT =
      """
      INSERT INTO outbox (event_id, exchange, type, aggregate_type, aggregate_id,
                          aggregate_version, correlation_id, shard, payload)
      SELECT event_id, exchange, type, aggregate_type, aggregate_id,
             aggregate_version, correlation_id, shard, payload
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[],
                  $6::bigint[], $7::uuid[], $8::smallint[], $9::text[]) WITH ORDINALITY
           AS sent(event_id, exchange, type, aggregate_type, aggregate_id,
                   aggregate_version, correlation_id, shard, payload, place)
      ORDER BY place
      ON CONFLICT ON CONSTRAINT outbox_event_id_uq DO UPDATE
      SET round = outbox.round + 1, published_at = NULL, queued_at = clock_timestamp(),
          attempts = 0, next_attempt_at = NULL, parked_reason = NULL
      """;

  private static final String REPEAT =
      """
      UPDATE outbox
      SET round = round + 1, published_at = NULL, queued_at = clock_timestamp()
      WHERE event_id = ANY($1::uuid[])
      """;

  private final Set<String> types;

  /**
   * @param published the types this service may send
   */
  PgOutbox(Collection<MessageType<?>> published) {
    this.types = published.stream().map(MessageType::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Future<Void> flush(Transaction transaction) {
    Future<Void> inserted = insert(transaction.connection(), transaction.sent());
    Future<Void> repeated = repeat(transaction.connection(), transaction.repeated());
    return Future.join(inserted, repeated).mapEmpty();
  }

  private Future<Void> insert(SqlConnection connection, List<OutboundMessage> sent) {
    if (sent.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<UUID, OutboundMessage> distinct = new LinkedHashMap<>();
    for (OutboundMessage message : sent) {
      if (!types.contains(message.type().name())) {
        return Future.failedFuture(
            new IllegalStateException(message.type().name() + " is not among what is published"));
      }
      distinct.putIfAbsent(message.id(), message);
    }
    return connection
        .preparedQuery(INSERT)
        .execute(columns(List.copyOf(distinct.values())))
        .mapEmpty();
  }

  private static Tuple columns(List<OutboundMessage> messages) {
    return Tuple.tuple()
        .addValue(column(messages, UUID[]::new, OutboundMessage::id))
        .addValue(column(messages, String[]::new, message -> message.type().exchange()))
        .addValue(column(messages, String[]::new, message -> message.type().name()))
        .addValue(column(messages, String[]::new, OutboundMessage::aggregateType))
        .addValue(column(messages, UUID[]::new, OutboundMessage::aggregateId))
        .addValue(column(messages, Long[]::new, OutboundMessage::aggregateVersion))
        .addValue(column(messages, UUID[]::new, OutboundMessage::correlationId))
        .addValue(
            column(
                messages,
                Short[]::new,
                message -> (short) Partitions.shardOf(message.aggregateId())))
        .addValue(
            column(messages, String[]::new, message -> Json.encodeToString(message.payload())));
  }

  private static <T> T[] column(
      List<OutboundMessage> messages,
      java.util.function.IntFunction<T[]> array,
      Function<OutboundMessage, T> value) {
    return messages.stream().map(value).toArray(array);
  }

  private static Future<Void> repeat(SqlConnection connection, Set<UUID> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    return connection.preparedQuery(REPEAT).execute(Tuple.of(ids.toArray(UUID[]::new))).mapEmpty();
  }
}
