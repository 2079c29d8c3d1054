package io.jangteo.events;

import io.jangteo.events.ParkedMessage.Resolution;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of parked messages as operators use it. */
final class ParkedStore {
  private static final String SELECT =
      """
      SELECT place, message_id, consumer, type, source, aggregate_type, aggregate_id,
             aggregate_version, correlation_id, payload, reason, error, attempts, parked_at,
             tried_at, resolution, resolved_at, resolved_by, resolution_note, properties
      FROM parked_messages
      """;

  private static final String LIST =
      SELECT
          + """
          WHERE state = 'PARKED'
            AND ($1::text IS NULL OR consumer = $1::text)
            AND ($2::text IS NULL OR type = $2::text)
            AND ($3::text IS NULL OR reason = $3::text)
            AND ($4::uuid IS NULL OR aggregate_id = $4::uuid)
            AND place > $5
          ORDER BY place
          LIMIT $6
          """;

  private static final String FIND =
      SELECT + "WHERE message_id = $1 ORDER BY state = 'PARKED' DESC, place LIMIT 1";

  private static final String LOCK = SELECT + "WHERE consumer = $1 AND message_id = $2 FOR UPDATE";

  private static final String AHEAD =
      """
      SELECT message_id FROM parked_messages
      WHERE consumer = $1 AND aggregate_id = $2 AND state = 'PARKED' AND place < $3
      ORDER BY place LIMIT 1
      """;

  private static final String BEHIND =
      SELECT
          + """
          WHERE consumer = $1 AND aggregate_id = $2 AND state = 'PARKED' AND place > $3
          ORDER BY place LIMIT 1
          """;

  /** A duplicate of it is known for as long as one of a message handled just now. */
  private static final String REMEMBER =
      """
      INSERT INTO inbox (consumer, message_id) VALUES ($1, $2)
      ON CONFLICT ON CONSTRAINT inbox_pk DO UPDATE SET processed_at = now()
      RETURNING xmax = 0 AS fresh
      """;

  private static final String RESOLVE =
      """
      UPDATE parked_messages
      SET state = 'RESOLVED', resolution = $3, resolved_at = clock_timestamp(), resolved_by = $4,
          resolution_note = $5
      WHERE consumer = $1 AND message_id = $2
      """;

  private static final String FAILED =
      """
      UPDATE parked_messages
      SET attempts = attempts + 1, tried_at = clock_timestamp(), error = $3
      WHERE consumer = $1 AND message_id = $2 AND state = 'PARKED'
      """;

  private static final String SAMPLE =
      """
      SELECT count(*),
             coalesce(extract(epoch FROM clock_timestamp() - min(parked_at)), 0)::bigint
      FROM parked_messages WHERE state = 'PARKED'
      """;

  private ParkedStore() {}

  static Future<List<ParkedMessage>> list(
      SqlClient client, ParkedFilter filter, long after, int limit) {
    Tuple parameters =
        Tuple.of(filter.queue(), filter.type(), filter.reason())
            .addUUID(filter.aggregateId())
            .addLong(after)
            .addInteger(limit);
    return client.preparedQuery(LIST).execute(parameters).map(ParkedStore::messages);
  }

  static Future<Optional<ParkedMessage>> find(SqlClient client, UUID id) {
    return client.preparedQuery(FIND).execute(Tuple.of(id)).map(ParkedStore::first);
  }

  /** Nobody else handles it again, and nobody handles one of its aggregate, until the commit. */
  static Future<Optional<ParkedMessage>> lock(SqlClient client, ParkedMessage message) {
    return client.preparedQuery(LOCK).execute(key(message)).map(ParkedStore::first);
  }

  /** The first of that aggregate, if it is parked before the message. */
  static Future<Optional<UUID>> ahead(SqlClient client, ParkedMessage message, UUID aggregateId) {
    return client
        .preparedQuery(AHEAD)
        .execute(Tuple.of(message.queue(), aggregateId, message.place()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getUUID(0)));
  }

  /** The next one of its aggregate. */
  static Future<Optional<ParkedMessage>> behind(SqlClient client, ParkedMessage message) {
    return client
        .preparedQuery(BEHIND)
        .execute(Tuple.of(message.queue(), message.aggregateId(), message.place()))
        .map(ParkedStore::first);
  }

  /** Succeeds with whether the inbox did not know it. */
  static Future<Boolean> remember(SqlClient client, ParkedMessage message) {
    return client
        .preparedQuery(REMEMBER)
        .execute(key(message))
        .map(rows -> rows.iterator().next().getBoolean("fresh"));
  }

  static Future<Void> resolve(
      SqlClient client, ParkedMessage message, String kind, UUID by, String note) {
    return client
        .preparedQuery(RESOLVE)
        .execute(key(message).addString(kind).addUUID(by).addString(note))
        .mapEmpty();
  }

  static Future<Void> failed(SqlClient client, ParkedMessage message, String error) {
    return client
        .preparedQuery(FAILED)
        .execute(key(message).addString(PgInbox.storable(error)))
        .mapEmpty();
  }

  static Future<Waiting> sample(SqlClient client) {
    return client
        .preparedQuery(SAMPLE)
        .execute()
        .map(rows -> rows.iterator().next())
        .map(row -> new Waiting(row.getLong(0), row.getLong(1)));
  }

  private static Tuple key(ParkedMessage message) {
    return Tuple.of(message.queue(), message.id());
  }

  private static Optional<ParkedMessage> first(RowSet<Row> rows) {
    return messages(rows).stream().findFirst();
  }

  private static List<ParkedMessage> messages(RowSet<Row> rows) {
    List<ParkedMessage> messages = new ArrayList<>(rows.size());
    rows.forEach(row -> messages.add(message(row)));
    return messages;
  }

  private static ParkedMessage message(Row row) {
    return new ParkedMessage(
        row.getLong("place"),
        row.getUUID("message_id"),
        row.getString("consumer"),
        row.getString("type"),
        row.getString("source"),
        row.getString("aggregate_type"),
        row.getUUID("aggregate_id"),
        row.getLong("aggregate_version"),
        row.getUUID("correlation_id"),
        row.getBuffer("payload"),
        row.getString("reason"),
        row.getString("error"),
        row.getInteger("attempts"),
        instant(row, "parked_at"),
        instant(row, "tried_at"),
        resolution(row),
        row.getString("properties"));
  }

  private static Resolution resolution(Row row) {
    String kind = row.getString("resolution");
    return kind == null
        ? null
        : new Resolution(
            kind,
            instant(row, "resolved_at"),
            row.getUUID("resolved_by"),
            row.getString("resolution_note"));
  }

  private static Instant instant(Row row, String column) {
    return row.getValue(column) == null ? null : row.getOffsetDateTime(column).toInstant();
  }

  /**
   * What waits for a person.
   *
   * @param seconds age of the oldest
   */
  record Waiting(long messages, long seconds) {}
}
