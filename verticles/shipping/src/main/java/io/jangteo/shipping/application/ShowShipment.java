package io.jangteo.shipping.application;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows a shipment to who may see it. Who owns an order is the order service's knowledge and is
 * asked there; to anybody else the shipment does not exist.
 */
public final class ShowShipment {
  private final Shipments shipments;

  public ShowShipment(Shipments shipments) {
    this.shipments = shipments;
  }

  /** Whether whoever asks may see the order. */
  @FunctionalInterface
  public interface OrderAccess {
    Future<Boolean> isGranted();
  }

  /** Empty when there is none, or when access is not granted. */
  public Future<Optional<ShipmentRecord>> show(UUID orderId, OrderAccess access) {
    return access
        .isGranted()
        .compose(
            granted ->
                granted ? shipments.read(orderId) : Future.succeededFuture(Optional.empty()));
  }
}
