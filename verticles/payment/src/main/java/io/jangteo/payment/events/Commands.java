package io.jangteo.payment.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.payment.AuthorizePayment;
import io.jangteo.contracts.payment.CapturePayment;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.payment.RefundPayment;
import io.jangteo.contracts.payment.VoidPayment;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import io.jangteo.payment.domain.Command;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Commands as they arrive. What is not one for certain is refused for good. */
final class Commands {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private Commands() {}

  /**
   * Reads a command.
   *
   * @throws UndecodableMessageException when it names another order than the message does, or no
   *     proper amount
   */
  static Command read(InboundMessage message) {
    if (message.is(PaymentMessages.AUTHORIZE)) {
      AuthorizePayment body = message.as(PaymentMessages.AUTHORIZE);
      return new Command.Authorize(checked(message, body.orderId(), body.amount()));
    }
    if (message.is(PaymentMessages.CAPTURE)) {
      CapturePayment body = message.as(PaymentMessages.CAPTURE);
      return new Command.Capture(checked(message, body.orderId(), body.amount()));
    }
    if (message.is(PaymentMessages.REFUND)) {
      RefundPayment body = message.as(PaymentMessages.REFUND);
      return new Command.Refund(checked(message, body.orderId(), body.amount()));
    }
    if (message.is(PaymentMessages.VOID)) {
      VoidPayment body = message.as(PaymentMessages.VOID);
      requireSameOrder(message, body.orderId());
      return new Command.VoidHold();
    }
    throw undecodable(message, "is not a command of this service");
  }

  /** The messages a command of this type can have been answered with. */
  static List<MessageType<?>> repliesTo(InboundMessage message) {
    if (message.is(PaymentMessages.AUTHORIZE)) {
      return List.of(PaymentMessages.AUTHORIZED, PaymentMessages.DECLINED);
    }
    if (message.is(PaymentMessages.CAPTURE)) {
      return List.of(PaymentMessages.CAPTURED, PaymentMessages.CAPTURE_REFUSED);
    }
    return List.of(
        message.is(PaymentMessages.REFUND) ? PaymentMessages.REFUNDED : PaymentMessages.VOIDED);
  }

  private static Money checked(InboundMessage message, UUID orderId, Money amount) {
    requireSameOrder(message, orderId);
    boolean proper =
        amount != null
            && amount.amountMinor() >= 0
            && amount.currency() != null
            && CURRENCY.matcher(amount.currency()).matches();
    if (!proper) {
      throw undecodable(message, "has no proper amount");
    }
    return amount;
  }

  private static void requireSameOrder(InboundMessage message, UUID orderId) {
    if (!message.aggregateId().equals(orderId)) {
      throw undecodable(message, "is about another order than it says");
    }
  }

  private static UndecodableMessageException undecodable(InboundMessage message, String why) {
    return new UndecodableMessageException(message.type() + " " + message.id() + " " + why, null);
  }
}
