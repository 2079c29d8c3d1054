package io.jangteo.events;

import io.jangteo.persistence.Database;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for a transaction that somebody holds open in the outbox's database. Messages
 * go on, but nothing that dies after it began can be vacuumed, and each published row leaves
 * something to vacuum. PostgreSQL shows the transactions of other roles to members of {@code
 * pg_read_all_stats} only.
 */
final class OldTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(OldTransactions.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final String OLDEST =
      """
      SELECT pid, usename::text AS role, application_name, state, xact_start,
             extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND xact_start IS NOT NULL
      ORDER BY xact_start
      LIMIT 1
      """;

  private final Vertx vertx;
  private final Database database;
  private final Duration alarm;
  private long timer = -1;
  private volatile long seconds;
  private OffsetDateTime told;

  /**
   * @param alarm age from which one is logged, once
   */
  OldTransactions(Vertx vertx, Database database, MessagingMeters meters, Duration alarm) {
    this.vertx = vertx;
    this.database = database;
    this.alarm = alarm;
    meters.oldestTransaction(() -> seconds);
  }

  void start() {
    timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> look());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    database
        .pool()
        .query(OLDEST)
        .execute()
        .onSuccess(this::judge)
        .onFailure(error -> LOG.debug("old transactions cannot be looked for just now", error));
  }

  private void judge(RowSet<Row> rows) {
    if (rows.size() == 0) {
      seconds = 0;
      return;
    }
    Row oldest = rows.iterator().next();
    seconds = oldest.getLong("seconds");
    OffsetDateTime begun = oldest.getOffsetDateTime("xact_start");
    if (seconds >= alarm.toSeconds() && !Objects.equals(begun, told)) {
      told = begun;
      LOG.warn(
          "{}: a transaction is open for {} s and keeps the outbox from being vacuumed:"
              + " {} as {}, pid {}, {}",
          database.config().address(),
          seconds,
          oldest.getString("application_name"),
          oldest.getString("role"),
          oldest.getInteger("pid"),
          oldest.getString("state"));
    }
  }
}
