package io.jangteo.shipping.persistence;

import io.jangteo.contracts.shipping.Address;
import io.jangteo.events.Transaction;
import io.jangteo.persistence.Database;
import io.jangteo.shipping.application.Plan;
import io.jangteo.shipping.application.ShipmentRecord;
import io.jangteo.shipping.application.Shipments;
import io.jangteo.shipping.domain.Decision;
import io.jangteo.shipping.domain.Decision.Word;
import io.jangteo.shipping.domain.Shipment;
import io.jangteo.shipping.domain.Shipment.Reason;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Shipments in PostgreSQL. */
public final class PgShipments implements Shipments {
  private final Database database;

  public PgShipments(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<ShipmentRecord>> read(UUID orderId) {
    return database
        .pool()
        .preparedQuery(ShipmentSql.FIND)
        .execute(Tuple.of(orderId))
        .map(PgShipments::first)
        .recover(Database::translate);
  }

  @Override
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    return transaction
        .connection()
        .preparedQuery(ShipmentSql.LOCK)
        .execute(Tuple.of(orderIds.toArray(new UUID[0])))
        .mapEmpty();
  }

  @Override
  public Future<Optional<ShipmentRecord>> find(Transaction transaction, UUID orderId) {
    return transaction
        .connection()
        .preparedQuery(ShipmentSql.FIND)
        .execute(Tuple.of(orderId))
        .map(PgShipments::first);
  }

  private static Optional<ShipmentRecord> first(RowSet<Row> rows) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(ShipmentRows.read(rows.iterator().next()));
  }

  @Override
  public Future<Void> create(Transaction transaction, UUID orderId, Decision decision, Plan plan) {
    Tuple values = Tuple.of(orderId, decision.status().name(), name(decision.reason()));
    if (plan == null) {
      for (int column = 0; column < 9; column++) {
        values.addValue(null);
      }
    } else {
      add(values, plan);
    }
    return transaction.connection().preparedQuery(ShipmentSql.INSERT).execute(values).mapEmpty();
  }

  private static void add(Tuple values, Plan plan) {
    Address address = plan.address();
    values
        .addUUID(plan.shipmentId())
        .addString(plan.trackingCode())
        .addString(address.name())
        .addString(address.line1())
        .addString(address.line2())
        .addString(address.city())
        .addString(address.postcode())
        .addString(address.country())
        .addLong(plan.units());
  }

  @Override
  public Future<Void> update(
      Transaction transaction, UUID orderId, Shipment before, Decision decision) {
    Tuple values =
        Tuple.of(
            orderId,
            before.version(),
            decision.status().name(),
            name(decision.reason()),
            decision.word() == Word.NOTHING ? 0 : 1,
            before.status().name());
    return transaction
        .connection()
        .preparedQuery(ShipmentSql.UPDATE)
        .execute(values)
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new IllegalStateException("shipment of " + orderId + " was changed")));
  }

  private static String name(Reason reason) {
    return reason == null ? null : reason.name();
  }
}
