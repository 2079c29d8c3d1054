package io.jangteo.contracts.shipping;

import java.util.UUID;

/**
 * Plan the delivery of an order. Answered by {@link ShipmentScheduled} or {@link ShipmentRefused}.
 */
public record ScheduleShipment(UUID orderId, Address address, long units) {}
