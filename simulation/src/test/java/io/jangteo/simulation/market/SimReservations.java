package io.jangteo.simulation.market;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.Reservations;
import io.jangteo.inventory.domain.Decision.Outcome;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Reservation;
import io.jangteo.inventory.domain.Reservation.Reason;
import io.jangteo.inventory.domain.Reservation.State;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Tx;
import io.jangteo.simulation.market.StockTables.ReservationRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** The rules of the statements over reservations on simulated tables. */
final class SimReservations implements Reservations {
  private final StockTables tables;
  private final long expiryMicros;
  private final Mutation mutation;

  SimReservations(StockTables tables, long expiryMicros, Mutation mutation) {
    this.tables = tables;
    this.expiryMicros = expiryMicros;
    this.mutation = mutation;
  }

  @Override
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    Tx tx = (Tx) transaction.connection();
    return tx.lock(
        tables.reservations,
        new TreeSet<>(orderIds)
            .stream().filter(id -> tx.get(tables.reservations, id) != null).toList());
  }

  @Override
  public Future<Reservation> find(Transaction transaction, UUID orderId) {
    ReservationRow row = ((Tx) transaction.connection()).get(tables.reservations, orderId);
    return Future.succeededFuture(row == null ? Reservation.UNSEEN : row.reservation());
  }

  @Override
  public Future<Void> save(
      Transaction transaction,
      UUID orderId,
      Reservation before,
      Outcome outcome,
      List<Line> lines) {
    Tx tx = (Tx) transaction.connection();
    tx.node().note("reservation", orderId, outcome.state());
    return before.state() == State.UNSEEN
        ? insert(tx, orderId, outcome, lines)
        : update(tx, orderId, before, outcome);
  }

  private Future<Void> insert(Tx tx, UUID orderId, Outcome outcome, List<Line> lines) {
    if (mutation == Mutation.NO_TOMBSTONES && lines.isEmpty()) {
      return Future.succeededFuture();
    }
    Reservation made = new Reservation(outcome.state(), outcome.reason(), lines.size(), 1);
    long expiresAt = tx.node().sim().now() + expiryMicros;
    return tx.insert(
        tables.reservations, orderId, new ReservationRow(made, List.copyOf(lines), expiresAt));
  }

  private Future<Void> update(Tx tx, UUID orderId, Reservation before, Outcome outcome) {
    return tx.lock(tables.reservations, List.of(orderId))
        .compose(
            ignored -> {
              ReservationRow row = tx.get(tables.reservations, orderId);
              Reservation now = row.reservation();
              if (now.version() != before.version() && mutation != Mutation.NO_VERSION_GATE) {
                return Future.failedFuture(new IllegalStateException(orderId + " was changed"));
              }
              Reservation next =
                  new Reservation(
                      outcome.state(), outcome.reason(), now.lines(), before.version() + 1);
              tx.put(
                  tables.reservations,
                  orderId,
                  new ReservationRow(next, row.lines(), row.expiresAt()));
              return Future.succeededFuture();
            });
  }

  @Override
  public Future<List<UUID>> lockExpired(SqlConnection connection, int limit) {
    Tx tx = (Tx) connection;
    long now = tx.node().sim().now();
    List<UUID> expired =
        tables.reservations.rows().entrySet().stream()
            .filter(e -> e.getValue().reservation().state() == State.HELD)
            .filter(e -> e.getValue().expiresAt() <= now)
            .map(Map.Entry::getKey)
            .filter(id -> tx.free(tables.reservations, id))
            .limit(limit)
            .toList();
    return tx.lock(tables.reservations, expired).map(expired);
  }

  @Override
  public Future<Void> expire(SqlConnection connection, Collection<UUID> orderIds) {
    Tx tx = (Tx) connection;
    return tx.run(() -> orderIds.forEach(id -> expire(tx, id)));
  }

  private void expire(Tx tx, UUID orderId) {
    ReservationRow row = tx.get(tables.reservations, orderId);
    tx.node().note("expired", orderId);
    Reservation held = row.reservation();
    Reservation released =
        new Reservation(State.RELEASED, Reason.EXPIRED, held.lines(), held.version());
    tx.put(
        tables.reservations, orderId, new ReservationRow(released, row.lines(), row.expiresAt()));
  }
}
