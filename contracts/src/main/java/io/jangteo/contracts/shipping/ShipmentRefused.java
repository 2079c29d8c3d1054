package io.jangteo.contracts.shipping;

import java.util.UUID;

/**
 * No shipment is planned and none will be: the address cannot be served, or the shipment was
 * cancelled before it was scheduled.
 */
public record ShipmentRefused(UUID orderId, String reason) {}
