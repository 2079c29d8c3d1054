package io.jangteo.order.domain;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import java.util.List;
import java.util.UUID;

/**
 * What happened to an order. Stored for good: components may be added, never renamed. When it
 * happened and at which version is kept beside it.
 */
public sealed interface OrderEvent {
  /** The stored name. */
  default OrderEventType type() {
    return OrderEventType.of(this);
  }

  /**
   * Accepted, with everything the buyer asked for.
   *
   * @param memberId whose order it is; null for a guest
   * @param placedBy the account that placed it
   */
  record OrderPlaced(
      UUID memberId, UUID placedBy, List<OrderLine> lines, Money total, Address shippingAddress)
      implements OrderEvent {
    public OrderPlaced {
      lines = List.copyOf(lines);
    }
  }

  record PaymentAuthorized() implements OrderEvent {}

  record PaymentDeclined(String reason) implements OrderEvent {}

  record StockReserved() implements OrderEvent {}

  record StockUnavailable(String reason) implements OrderEvent {}

  record ShipmentScheduled(String trackingCode) implements OrderEvent {}

  record ShipmentRefused(String reason) implements OrderEvent {}

  record PaymentCaptured() implements OrderEvent {}

  record CaptureRefused(String reason) implements OrderEvent {}

  record StockCommitted() implements OrderEvent {}

  record CancellationRequested() implements OrderEvent {}

  /** From here on every step that may have begun is undone, the last one first. */
  record CompensationStarted(String reason) implements OrderEvent {}

  record ShipmentCancelled() implements OrderEvent {}

  record StockReleased() implements OrderEvent {}

  record PaymentVoided() implements OrderEvent {}

  record OrderCompleted() implements OrderEvent {}

  record OrderCompensated(String reason) implements OrderEvent {}

  record OrderParked(String reason) implements OrderEvent {}

  /** An operator has an order that was parked go on. */
  record OrderResumed() implements OrderEvent {}

  /** An operator wants it undone. */
  record CompensationForced() implements OrderEvent {}

  /** An operator has seen to the goods; the carrier did not answer. */
  record ShipmentCancellationSkipped() implements OrderEvent {}

  /** An operator has seen to the stock; it did not answer. */
  record StockReleaseSkipped() implements OrderEvent {}
}
