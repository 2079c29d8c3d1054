package io.jangteo.contracts.shipping;

import java.util.UUID;

/** No shipment is planned for the order, and a later one will be refused. */
public record ShipmentCancelled(UUID orderId) {}
