package io.jangteo.events;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The inbox in PostgreSQL. */
final class PgInbox implements Inbox {
  /** In order of id, so that two who process the same messages wait rather than deadlock. */
  private static final String RECORD =
      """
      INSERT INTO inbox (consumer, message_id)
      SELECT $1::text, id FROM unnest($2::uuid[]) AS id ORDER BY id
      ON CONFLICT ON CONSTRAINT inbox_pk DO NOTHING
      RETURNING message_id
      """;

  /** Waits for whoever is just now handling one of them again: it may be the last. */
  private static final String BLOCKED =
      """
      SELECT aggregate_id FROM parked_messages
      WHERE consumer = $1 AND aggregate_id = ANY($2::uuid[]) AND state = 'PARKED'
      FOR SHARE
      """;

  private static final String PARK =
      """
      INSERT INTO parked_messages (consumer, message_id, type, source, aggregate_type, aggregate_id,
                                   aggregate_version, correlation_id, payload, reason, error,
                                   attempts, properties)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT ON CONSTRAINT parked_messages_pk DO NOTHING
      """;

  private static final int ERROR_LENGTH_MAX = 2_000;

  private final String consumer;

  PgInbox(String consumer) {
    this.consumer = consumer;
  }

  @Override
  public Future<Recorded> record(SqlConnection connection, List<InboundMessage> messages) {
    UUID[] ids = messages.stream().map(InboundMessage::id).toArray(UUID[]::new);
    UUID[] aggregates =
        messages.stream().map(InboundMessage::aggregateId).distinct().toArray(UUID[]::new);
    Future<RowSet<Row>> fresh =
        connection.preparedQuery(RECORD).execute(Tuple.of(consumer).addValue(ids));
    Future<RowSet<Row>> blocked =
        connection.preparedQuery(BLOCKED).execute(Tuple.of(consumer).addValue(aggregates));
    return Future.join(fresh, blocked)
        .map(ignored -> new Recorded(ids(fresh.result()), ids(blocked.result())));
  }

  private static Set<UUID> ids(RowSet<Row> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }

  @Override
  public Future<Void> park(
      SqlClient client, InboundMessage message, Reason reason, Object error, int attempts) {
    return client
        .preparedQuery(PARK)
        .execute(
            Tuple.of(consumer, message.id(), message.type(), message.source())
                .addString(storable(message.aggregateType()))
                .addUUID(message.aggregateId())
                .addLong(message.aggregateVersion())
                .addUUID(message.correlationId())
                .addBuffer(message.payload())
                .addString(reason.name())
                .addString(storable(String.valueOf(error)))
                .addInteger(attempts)
                .addString(null))
        .mapEmpty();
  }

  @Override
  public Future<Void> park(SqlClient client, Letter.Unreadable letter) {
    return client
        .preparedQuery(PARK)
        .execute(
            Tuple.of(consumer, letter.id(), storable(letter.type()), storable(letter.source()))
                .addString(null)
                .addUUID(null)
                .addLong(null)
                .addUUID(null)
                .addBuffer(letter.payload())
                .addString(Reason.UNDECODABLE.name())
                .addString(storable(letter.complaint()))
                .addInteger(1)
                .addString(letter.envelope()))
        .mapEmpty();
  }

  /** PostgreSQL's text knows no NUL. */
  static String storable(String text) {
    String clean = text.replace('\0', '?');
    return clean.length() > ERROR_LENGTH_MAX ? clean.substring(0, ERROR_LENGTH_MAX) : clean;
  }
}
