package io.jangteo.contracts.shipping;

import java.util.UUID;

/** The shipment is planned; it is handed over only after the order has completed. */
public record ShipmentScheduled(UUID orderId, UUID shipmentId, String trackingCode) {}
