package io.jangteo.contracts.shipping;

import java.util.UUID;

/**
 * Drop the shipment of the order, if there is or ever will be one. Answered by {@link
 * ShipmentCancelled}.
 */
public record CancelShipment(UUID orderId) {}
