package io.jangteo.shipping.api;

import io.jangteo.contracts.shipping.Address;
import io.jangteo.shipping.application.ShipmentRecord;
import io.jangteo.shipping.domain.Shipment.Reason;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** A shipment as clients read it; what is null is left out. */
record ShipmentView(
    UUID orderId,
    UUID shipmentId,
    String status,
    String reason,
    String trackingCode,
    Address address,
    List<Event> events) {

  /** A status it came to, and when. */
  record Event(String status, OffsetDateTime at) {}

  static ShipmentView of(ShipmentRecord stored) {
    Reason reason = stored.shipment().reason();
    return new ShipmentView(
        stored.orderId(),
        stored.shipmentId(),
        stored.shipment().status().name(),
        reason == null ? null : reason.text(),
        stored.trackingCode(),
        stored.address(),
        stored.passages().stream()
            .map(passage -> new Event(passage.status().name(), passage.at()))
            .toList());
  }
}
