package io.jangteo.contracts.shipping;

import java.util.UUID;

/** The carrier has the goods. */
public record ShipmentHandedOver(UUID orderId, UUID shipmentId) {}
