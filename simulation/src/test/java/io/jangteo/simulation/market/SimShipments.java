package io.jangteo.simulation.market;

import io.jangteo.events.Transaction;
import io.jangteo.shipping.application.Plan;
import io.jangteo.shipping.application.ShipmentRecord;
import io.jangteo.shipping.application.Shipments;
import io.jangteo.shipping.domain.Decision;
import io.jangteo.shipping.domain.Decision.Word;
import io.jangteo.shipping.domain.Shipment;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Table;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** The rules of the shipping service's statements on a simulated table. */
final class SimShipments implements Shipments {
  private final Table<UUID, ShipmentRecord> shipments;
  private final Mutation mutation;

  SimShipments(Table<UUID, ShipmentRecord> shipments, Mutation mutation) {
    this.shipments = shipments;
    this.mutation = mutation;
  }

  @Override
  public Future<Optional<ShipmentRecord>> read(UUID orderId) {
    throw new UnsupportedOperationException("read");
  }

  @Override
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    Tx tx = (Tx) transaction.connection();
    return tx.lock(
        shipments,
        new TreeSet<>(orderIds).stream().filter(id -> tx.get(shipments, id) != null).toList());
  }

  @Override
  public Future<Optional<ShipmentRecord>> find(Transaction transaction, UUID orderId) {
    Tx tx = (Tx) transaction.connection();
    return Future.succeededFuture(Optional.ofNullable(tx.get(shipments, orderId)));
  }

  @Override
  public Future<Void> create(Transaction transaction, UUID orderId, Decision decision, Plan plan) {
    Tx tx = (Tx) transaction.connection();
    tx.node().note("shipment", orderId, decision.status());
    if (mutation == Mutation.NO_TOMBSTONES && decision.word() == Word.CANCELLED) {
      return Future.succeededFuture();
    }
    Shipment made = new Shipment(decision.status(), decision.reason(), 1);
    return tx.insert(
        shipments,
        orderId,
        new ShipmentRecord(
            orderId,
            made,
            plan == null ? null : plan.shipmentId(),
            plan == null ? null : plan.trackingCode(),
            plan == null ? null : plan.address(),
            List.of()));
  }

  @Override
  public Future<Void> update(
      Transaction transaction, UUID orderId, Shipment before, Decision decision) {
    Tx tx = (Tx) transaction.connection();
    tx.node().note("shipment", orderId, decision.status());
    return tx.lock(shipments, List.of(orderId))
        .compose(ignored -> update(tx, orderId, before, decision));
  }

  private Future<Void> update(Tx tx, UUID orderId, Shipment before, Decision decision) {
    ShipmentRecord row = tx.get(shipments, orderId);
    if (!row.shipment().equals(before) && mutation != Mutation.NO_VERSION_GATE) {
      return Future.failedFuture(new IllegalStateException(orderId + " was changed"));
    }
    long version = before.version() + (decision.word() == Word.NOTHING ? 0 : 1);
    tx.put(
        shipments,
        orderId,
        new ShipmentRecord(
            orderId,
            new Shipment(decision.status(), decision.reason(), version),
            row.shipmentId(),
            row.trackingCode(),
            row.address(),
            List.of()));
    return Future.succeededFuture();
  }
}
