package io.jangteo.events;

import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The relay's session in PostgreSQL: it holds the advisory locks of the partitions, and one more,
 * with others, when it can work on them. So the table of locks says who is there and who has what,
 * and a killed process is gone from it with its connection. Statements run in the order given.
 */
final class PgRelayStore implements RelayStore {
  /** The second key of the lock that is shared by all who can work. */
  private static final int ABLE = 1_000;

  private static final String CHANNEL_OUTBOX = "jangteo_outbox";
  private static final String CHANNEL_SHARE = "jangteo_share";

  /**
   * A mark that is lost in a crash of the server only makes a duplicate. A process that stands
   * still keeps its connection, and with it its partitions; the server ends it when it has asked
   * nothing for so long, as a relay that lives asks every second.
   */
  private static final String SESSION =
      "SET synchronous_commit = off; SET idle_session_timeout = '10s'; LISTEN "
          + CHANNEL_OUTBOX
          + "; LISTEN "
          + CHANNEL_SHARE;

  /** The first key of our advisory locks is 0x4a54; the second is the partition. */
  private static final String LOOK =
      """
      SELECT objid::int, pid, pg_backend_pid()
      FROM pg_locks
      WHERE locktype = 'advisory' AND classid = 19028 AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private static final String LOCK =
      "SELECT part FROM unnest($1::int[]) AS part WHERE pg_try_advisory_lock(19028, part)";

  private static final String UNLOCK =
      """
      SELECT pg_notify($2, '')
      FROM (SELECT count(pg_advisory_unlock(19028, part)) FROM unnest($1::int[]) AS part) AS done
      """;

  private static final String ANNOUNCE = "SELECT pg_try_advisory_lock_shared(19028, $1::int)";
  private static final String WITHDRAW = "SELECT pg_advisory_unlock_shared(19028, $1::int)";
  private static final String TELL = "SELECT pg_notify($1, $2)";

  /**
   * Reads from the start each time: a transaction that commits late has lower ids than those read
   * before it. Rows behind a postponed one of their aggregate stay where they are.
   */
  private static final String WAITING =
      """
      SELECT id, round, event_id, exchange, type, aggregate_type, aggregate_id, aggregate_version,
             correlation_id, shard, payload, created_at, attempts
      FROM outbox AS row
      WHERE published_at IS NULL
        AND shard = ANY($1::smallint[])
        AND id <> ALL($2::bigint[])
        AND (next_attempt_at IS NULL OR next_attempt_at <= now())
        AND NOT EXISTS (
          SELECT FROM outbox AS ahead
          WHERE ahead.aggregate_id = row.aggregate_id
            AND ahead.id < row.id
            AND ahead.published_at IS NULL
            AND ahead.next_attempt_at > now())
      ORDER BY id
      LIMIT $3
      """;

  private static final String MARK =
      """
      UPDATE outbox AS row
      SET published_at = now(), next_attempt_at = NULL, parked_reason = NULL
      FROM unnest($1::bigint[], $2::int[]) AS done(id, round)
      WHERE row.id = done.id AND row.round = done.round
      """;

  private static final String POSTPONE =
      """
      UPDATE outbox
      SET attempts = $2, parked_reason = $3,
          next_attempt_at = now() + $4::bigint * interval '1 millisecond'
      WHERE id = $1 AND published_at IS NULL
      """;

  private static final String LABEL =
      "UPDATE outbox SET parked_reason = $2 WHERE id = $1 AND published_at IS NULL";

  private static final String BACKLOG =
      """
      SELECT (SELECT count(*) FROM (SELECT FROM outbox WHERE published_at IS NULL LIMIT $1) AS r),
             (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(queued_at)), 0)::bigint
              FROM (SELECT queued_at FROM outbox
                    WHERE published_at IS NULL AND parked_reason IS NULL
                    ORDER BY id LIMIT 100) AS head),
             (SELECT count(*) FROM outbox
              WHERE published_at IS NULL AND next_attempt_at IS NOT NULL
                AND parked_reason = 'NO_ROUTE')
      """;

  private final SqlConnection connection;

  private PgRelayStore(SqlConnection connection) {
    this.connection = connection;
  }

  static Future<RelayStore> open(Database database, Listener listener) {
    return database
        .dedicatedConnection(notice -> hear(listener, notice))
        .compose(
            connection -> {
              connection.closeHandler(ignored -> listener.lost());
              return connection
                  .query(SESSION)
                  .execute()
                  .<RelayStore>map(new PgRelayStore(connection))
                  .onFailure(error -> connection.close());
            });
  }

  private static void hear(Listener listener, PgNotification notice) {
    if (notice.getChannel().equals(CHANNEL_OUTBOX)) {
      listener.told(Integer.parseInt(notice.getPayload()));
    } else {
      listener.freed();
    }
  }

  @Override
  public Future<Look> look() {
    return ask(LOOK, Tuple.tuple()).map(PgRelayStore::seen);
  }

  private static Look seen(RowSet<Row> locks) {
    int self = 0;
    Set<Integer> able = new TreeSet<>();
    Set<Integer> free = Partitions.all();
    for (Row lock : locks) {
      self = lock.getInteger(2);
      free.remove(lock.getInteger(0));
      if (lock.getInteger(0) == ABLE) {
        able.add(lock.getInteger(1));
      }
    }
    return new Look(self, able, free);
  }

  @Override
  public Future<Void> announce(boolean able) {
    return ask(able ? ANNOUNCE : WITHDRAW, Tuple.of(ABLE)).mapEmpty();
  }

  @Override
  public Future<Set<Integer>> lock(Set<Integer> partitions) {
    return ask(LOCK, Tuple.tuple().addValue(partitions.toArray(Integer[]::new)))
        .map(
            rows -> {
              Set<Integer> got = new TreeSet<>();
              rows.forEach(row -> got.add(row.getInteger(0)));
              return got;
            });
  }

  @Override
  public Future<Void> unlock(Set<Integer> partitions) {
    Tuple parameters = Tuple.tuple().addValue(partitions.toArray(Integer[]::new));
    return ask(UNLOCK, parameters.addString(CHANNEL_SHARE)).mapEmpty();
  }

  @Override
  public Future<Void> tell(int partitions) {
    return ask(TELL, Tuple.of(CHANNEL_OUTBOX, Integer.toString(partitions))).mapEmpty();
  }

  @Override
  public Future<List<OutboxRow>> waiting(Set<Integer> shards, Collection<Long> except, int limit) {
    Short[] wanted = shards.stream().map(Integer::shortValue).toArray(Short[]::new);
    return ask(WAITING, Tuple.of(wanted, except.toArray(Long[]::new), limit))
        .map(
            rows -> {
              List<OutboxRow> waiting = new ArrayList<>(rows.size());
              rows.forEach(row -> waiting.add(read(row)));
              return waiting;
            });
  }

  private static OutboxRow read(Row row) {
    return new OutboxRow(
        row.getLong("id"),
        row.getInteger("round"),
        row.getUUID("event_id"),
        row.getString("exchange"),
        row.getString("type"),
        row.getString("aggregate_type"),
        row.getUUID("aggregate_id"),
        row.getLong("aggregate_version"),
        row.getUUID("correlation_id"),
        row.getShort("shard"),
        row.getString("payload"),
        row.getOffsetDateTime("created_at"),
        row.getInteger("attempts"));
  }

  @Override
  public Future<Void> markPublished(List<OutboxRow> rows) {
    Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
    Integer[] rounds = rows.stream().map(OutboxRow::round).toArray(Integer[]::new);
    return ask(MARK, Tuple.tuple().addValue(ids).addValue(rounds)).mapEmpty();
  }

  @Override
  public Future<Void> postpone(OutboxRow row, String reason, long millis) {
    return ask(POSTPONE, Tuple.of(row.id(), row.attempts() + 1, reason, millis)).mapEmpty();
  }

  @Override
  public Future<Void> label(OutboxRow row, String reason) {
    return ask(LABEL, Tuple.of(row.id(), reason)).mapEmpty();
  }

  @Override
  public Future<Backlog> backlog(int countMax) {
    return ask(BACKLOG, Tuple.of((long) countMax))
        .map(rows -> rows.iterator().next())
        .map(row -> new Backlog(row.getLong(0), row.getLong(1), row.getLong(2)));
  }

  @Override
  public Future<Void> purge(Retention retention) {
    return ask(Retention.PURGE_OUTBOX, Tuple.of(retention.outbox().toSeconds()))
        .compose(ignored -> ask(Retention.PURGE_INBOX, Tuple.of(retention.inbox().toSeconds())))
        .mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return connection.close();
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters).onFailure(this::closeUnlessRefused);
  }

  /** A refused statement leaves the session sound; after anything else it is in doubt. */
  private void closeUnlessRefused(Throwable error) {
    if (!(error instanceof PgException)) {
      connection.close();
    }
  }
}
