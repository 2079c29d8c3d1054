package io.jangteo.contracts.shipping;

import java.util.UUID;

/** The goods have arrived. */
public record ShipmentDelivered(UUID orderId, UUID shipmentId) {}
