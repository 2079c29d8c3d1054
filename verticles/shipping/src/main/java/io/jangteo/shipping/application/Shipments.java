package io.jangteo.shipping.application;

import io.jangteo.events.Transaction;
import io.jangteo.shipping.domain.Decision;
import io.jangteo.shipping.domain.Shipment;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** The stored shipments. */
public interface Shipments {
  /** As last committed. */
  Future<Optional<ShipmentRecord>> read(UUID orderId);

  /** Locks those that exist, in one order. */
  Future<Void> lock(Transaction transaction, Collection<UUID> orderIds);

  /** As the transaction sees it; empty when there is none. */
  Future<Optional<ShipmentRecord>> find(Transaction transaction, UUID orderId);

  /** Stores the first status of an order's shipment; {@code plan} is null when there is none. */
  Future<Void> create(Transaction transaction, UUID orderId, Decision decision, Plan plan);

  /**
   * Stores where the shipment stands now, counting a message when one is sent. Fails when somebody
   * else changed it since {@code before} was read.
   */
  Future<Void> update(Transaction transaction, UUID orderId, Shipment before, Decision decision);
}
