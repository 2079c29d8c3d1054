package io.jangteo.simulation;

import java.util.List;

/** What a batch must have seen at least once, or it was too weak to prove anything. */
final class Expected {
  /** States of a saga, and what they meet. */
  static final List<String> CELLS =
      List.of(
          "FORWARD/AUTHORIZE.DO x payment.authorized.v1",
          "FORWARD/AUTHORIZE.DO x payment.declined.v1",
          "FORWARD/AUTHORIZE.DO x timer",
          "FORWARD/AUTHORIZE.DO x cancel",
          "FORWARD/RESERVE.DO x stock.reserved.v1",
          "FORWARD/RESERVE.DO x stock.unavailable.v1",
          "FORWARD/RESERVE.DO x timer",
          "FORWARD/RESERVE.DO x cancel",
          "FORWARD/SCHEDULE.DO x shipment.scheduled.v1",
          "FORWARD/SCHEDULE.DO x shipment.refused.v1",
          "FORWARD/SCHEDULE.DO x timer",
          "FORWARD/SCHEDULE.DO x cancel",
          "FORWARD/CAPTURE.DO x payment.captured.v1",
          "FORWARD/CAPTURE.DO x payment.capture-refused.v1",
          "FORWARD/CAPTURE.DO x timer",
          "FORWARD/CAPTURE.DO x cancel",
          "FORWARD/COMMIT.DO x stock.committed.v1",
          "FORWARD/COMMIT.DO x timer",
          "FORWARD/COMMIT.DO x cancel",
          "COMPENSATING/SCHEDULE.UNDO x shipment.cancelled.v1",
          "COMPENSATING/SCHEDULE.UNDO x shipment.scheduled.v1",
          "COMPENSATING/SCHEDULE.UNDO x shipment.refused.v1",
          "COMPENSATING/SCHEDULE.UNDO x timer",
          "COMPENSATING/RESERVE.UNDO x stock.released.v1",
          "COMPENSATING/RESERVE.UNDO x stock.reserved.v1",
          "COMPENSATING/RESERVE.UNDO x stock.unavailable.v1",
          "COMPENSATING/RESERVE.UNDO x timer",
          "COMPENSATING/AUTHORIZE.UNDO x payment.voided.v1",
          "COMPENSATING/AUTHORIZE.UNDO x payment.authorized.v1",
          "COMPENSATING/AUTHORIZE.UNDO x payment.declined.v1",
          "COMPENSATING/AUTHORIZE.UNDO x timer",
          "COMPENSATING/AUTHORIZE.UNDO x cancel",
          "COMPLETED x cancel",
          "COMPENSATED x cancel");

  /** Why an order is undone, and what is undone then. */
  static final List<String> PATHS =
      List.of(
          "payment_declined: ",
          "payment_timeout: PaymentVoided",
          "stock_unavailable: PaymentVoided",
          "stock_timeout: StockReleased, PaymentVoided",
          "shipment_refused: StockReleased, PaymentVoided",
          "shipping_timeout: ShipmentCancelled, StockReleased, PaymentVoided",
          "order_timeout: StockReleased, PaymentVoided",
          "order_timeout: ShipmentCancelled, StockReleased, PaymentVoided",
          "capture_refused: ShipmentCancelled, StockReleased, PaymentVoided",
          "cancelled: PaymentVoided",
          "cancelled: StockReleased, PaymentVoided",
          "cancelled: ShipmentCancelled, StockReleased, PaymentVoided");

  private Expected() {}
}
