package io.jangteo.shipping.application;

import io.jangteo.contracts.shipping.Address;
import io.jangteo.shipping.domain.Shipment;
import io.jangteo.shipping.domain.Shipment.Status;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Everything stored of one order's shipment.
 *
 * @param shipmentId null, like the three after it, when it was ended before it was planned
 * @param passages in the order of time
 */
public record ShipmentRecord(
    UUID orderId,
    Shipment shipment,
    UUID shipmentId,
    String trackingCode,
    Address address,
    List<Passage> passages) {

  /** A status it came to, and when by the clock of the database. */
  public record Passage(Status status, OffsetDateTime at) {}
}
