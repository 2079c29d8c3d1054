package io.jangteo.inventory.persistence;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.Reservations;
import io.jangteo.inventory.domain.Decision.Outcome;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Reservation;
import io.jangteo.inventory.domain.Reservation.Reason;
import io.jangteo.inventory.domain.Reservation.State;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reservations in PostgreSQL. */
public final class PgReservations implements Reservations {
  private final long expiryMillis;

  /**
   * @param expiry how long goods are held at most, by the clock of the database
   */
  public PgReservations(Duration expiry) {
    this.expiryMillis = expiry.toMillis();
  }

  @Override
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    return transaction
        .connection()
        .preparedQuery(ReservationSql.LOCK)
        .execute(Tuple.of(orderIds.toArray(new UUID[0])))
        .mapEmpty();
  }

  @Override
  public Future<Reservation> find(Transaction transaction, UUID orderId) {
    return transaction
        .connection()
        .preparedQuery(ReservationSql.FIND)
        .execute(Tuple.of(orderId))
        .map(rows -> rows.size() == 0 ? Reservation.UNSEEN : read(rows.iterator().next()));
  }

  private static Reservation read(Row row) {
    String reason = row.getString("reason");
    return new Reservation(
        State.valueOf(row.getString("state")),
        reason == null ? null : Reason.valueOf(reason),
        row.getInteger("lines"),
        row.getLong("version"));
  }

  @Override
  public Future<Void> save(
      Transaction transaction,
      UUID orderId,
      Reservation before,
      Outcome outcome,
      List<Line> lines) {
    return before.state() == State.UNSEEN
        ? insert(transaction, orderId, outcome, lines)
        : update(transaction, orderId, before, outcome);
  }

  private Future<Void> insert(
      Transaction transaction, UUID orderId, Outcome outcome, List<Line> lines) {
    Tuple values =
        Tuple.of(
            orderId,
            outcome.state().name(),
            name(outcome.reason()),
            LineArrays.skus(lines),
            LineArrays.quantities(lines),
            expiryMillis);
    return transaction.connection().preparedQuery(ReservationSql.INSERT).execute(values).mapEmpty();
  }

  private Future<Void> update(
      Transaction transaction, UUID orderId, Reservation before, Outcome outcome) {
    Tuple values =
        Tuple.of(orderId, before.version(), outcome.state().name(), name(outcome.reason()));
    return transaction
        .connection()
        .preparedQuery(ReservationSql.UPDATE)
        .execute(values)
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new IllegalStateException("reservation " + orderId + " was changed")));
  }

  private static String name(Reason reason) {
    return reason == null ? null : reason.name();
  }

  @Override
  public Future<List<UUID>> lockExpired(SqlConnection connection, int limit) {
    return connection
        .preparedQuery(ReservationSql.LOCK_EXPIRED)
        .execute(Tuple.of(limit))
        .map(PgReservations::orderIds);
  }

  private static List<UUID> orderIds(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>(rows.size());
    rows.forEach(row -> ids.add(row.getUUID("order_id")));
    return ids;
  }

  @Override
  public Future<Void> expire(SqlConnection connection, Collection<UUID> orderIds) {
    return connection
        .preparedQuery(ReservationSql.EXPIRE)
        .execute(Tuple.of(orderIds.toArray(new UUID[0])))
        .mapEmpty();
  }
}
