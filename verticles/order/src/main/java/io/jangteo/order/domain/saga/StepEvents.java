package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.Step;

/** What the order's history says of a step, and the codes for why an order is undone or parked. */
final class StepEvents {
  static final String CANCELLED = "cancelled";
  static final String FORCED = "forced";
  static final String ORDER_TIMEOUT = "order_timeout";
  static final String CAPTURED_AFTER_REFUSAL = "captured_after_refusal";

  private StepEvents() {}

  static OrderEvent done(Step step, String detail) {
    return switch (step) {
      case AUTHORIZE -> new OrderEvent.PaymentAuthorized();
      case RESERVE -> new OrderEvent.StockReserved();
      case SCHEDULE -> new OrderEvent.ShipmentScheduled(detail);
      case CAPTURE -> new OrderEvent.PaymentCaptured();
      case COMMIT -> new OrderEvent.StockCommitted();
    };
  }

  /** Not for {@code COMMIT}: its refusal parks the order. */
  static OrderEvent refused(Step step, String reason) {
    return switch (step) {
      case AUTHORIZE -> new OrderEvent.PaymentDeclined(reason);
      case RESERVE -> new OrderEvent.StockUnavailable(reason);
      case SCHEDULE -> new OrderEvent.ShipmentRefused(reason);
      case CAPTURE -> new OrderEvent.CaptureRefused(reason);
      case COMMIT -> throw new IllegalArgumentException("a refused COMMIT parks the order");
    };
  }

  static OrderEvent undone(Step step) {
    return switch (step) {
      case AUTHORIZE -> new OrderEvent.PaymentVoided();
      case RESERVE -> new OrderEvent.StockReleased();
      case SCHEDULE -> new OrderEvent.ShipmentCancelled();
      case CAPTURE, COMMIT -> throw new IllegalArgumentException(step + " has no undo");
    };
  }

  static OrderEvent skipped(Step step) {
    return switch (step) {
      case RESERVE -> new OrderEvent.StockReleaseSkipped();
      case SCHEDULE -> new OrderEvent.ShipmentCancellationSkipped();
      case AUTHORIZE, CAPTURE, COMMIT -> throw new IllegalArgumentException(step + " stays");
    };
  }

  static String refusalReason(Step step) {
    return switch (step) {
      case AUTHORIZE -> "payment_declined";
      case RESERVE -> "stock_unavailable";
      case SCHEDULE -> "shipment_refused";
      case CAPTURE -> "capture_refused";
      case COMMIT -> "stock_commit_refused";
    };
  }

  static String timeoutReason(Step step) {
    return switch (step) {
      case AUTHORIZE -> "payment_timeout";
      case RESERVE -> "stock_timeout";
      case SCHEDULE -> "shipping_timeout";
      case CAPTURE, COMMIT -> throw new IllegalArgumentException(step + " has no deadline");
    };
  }
}
