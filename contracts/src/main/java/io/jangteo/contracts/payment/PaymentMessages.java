package io.jangteo.contracts.payment;

import io.jangteo.contracts.MessageType;
import java.util.List;

/** Durable messages of the payment service. */
public final class PaymentMessages {
  public static final MessageType<AuthorizePayment> AUTHORIZE =
      MessageType.command("payment", "payment.authorize.v1", AuthorizePayment.class);
  public static final MessageType<VoidPayment> VOID =
      MessageType.command("payment", "payment.void.v1", VoidPayment.class);
  public static final MessageType<CapturePayment> CAPTURE =
      MessageType.command("payment", "payment.capture.v1", CapturePayment.class);
  public static final MessageType<RefundPayment> REFUND =
      MessageType.command("payment", "payment.refund.v1", RefundPayment.class);
  public static final MessageType<PaymentAuthorized> AUTHORIZED =
      MessageType.event("payment", "payment.authorized.v1", PaymentAuthorized.class);
  public static final MessageType<PaymentDeclined> DECLINED =
      MessageType.event("payment", "payment.declined.v1", PaymentDeclined.class);
  public static final MessageType<PaymentVoided> VOIDED =
      MessageType.event("payment", "payment.voided.v1", PaymentVoided.class);
  public static final MessageType<PaymentCaptured> CAPTURED =
      MessageType.event("payment", "payment.captured.v1", PaymentCaptured.class);
  public static final MessageType<PaymentCaptureRefused> CAPTURE_REFUSED =
      MessageType.event("payment", "payment.capture-refused.v1", PaymentCaptureRefused.class);
  public static final MessageType<PaymentRefunded> REFUNDED =
      MessageType.event("payment", "payment.refunded.v1", PaymentRefunded.class);

  /** Every event of this service. */
  public static final List<MessageType<?>> EVENTS =
      List.of(AUTHORIZED, DECLINED, VOIDED, CAPTURED, CAPTURE_REFUSED, REFUNDED);

  /** Every command this service obeys. */
  public static final List<MessageType<?>> COMMANDS = List.of(AUTHORIZE, VOID, CAPTURE, REFUND);

  private PaymentMessages() {}
}
