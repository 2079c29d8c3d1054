package io.jangteo.payment.domain;

import static io.jangteo.payment.domain.Decision.of;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.Effect.Answer;
import io.jangteo.payment.domain.Effect.Await;
import io.jangteo.payment.domain.Effect.Call;
import io.jangteo.payment.domain.Effect.Hasten;

/** The rules for commands: one method per command, one line per state. */
final class PaymentCommands {
  static final String VOIDED = "voided";
  private static final String REFUNDED = "refunded";
  private static final String NOT_AUTHORIZED = "not_authorized";
  private static final String AMOUNT_NOT_HELD = "amount_not_held";

  private PaymentCommands() {}

  static Decision authorize(Payment payment, Money amount) {
    return switch (payment.status()) {
      case NEW ->
          of(
              payment.authorizing(amount),
              new Await(Step.AUTHORIZE),
              new Call(Step.AUTHORIZE, amount));
      case AUTHORIZING -> of(payment, new Await(Step.AUTHORIZE));
      case AUTHORIZED, CAPTURING, CAPTURED, CAPTURE_REFUSED ->
          answer(payment, new Reply.Authorized(payment.authorized()));
      case DECLINED -> answer(payment, new Reply.Declined(payment.reason()));
      case AUTHORIZING_TO_VOID, VOIDING, VOIDED, CAPTURING_TO_UNDO ->
          answer(payment, new Reply.Declined(VOIDED));
      case REFUNDING, REFUNDED -> answer(payment, new Reply.Declined(REFUNDED));
    };
  }

  /** After a capture the way to hold nothing is to give everything back. */
  static Decision voidHold(Payment payment) {
    return switch (payment.status()) {
      case NEW -> answer(payment.in(PaymentStatus.VOIDED), new Reply.Voided());
      case DECLINED, VOIDED, REFUNDED -> answer(payment, new Reply.Voided());
      case AUTHORIZING ->
          of(
              payment.in(PaymentStatus.AUTHORIZING_TO_VOID),
              new Await(Step.VOID),
              new Hasten(Step.AUTHORIZE));
      case AUTHORIZED, CAPTURE_REFUSED ->
          of(
              payment.in(PaymentStatus.VOIDING),
              new Await(Step.VOID),
              new Call(Step.VOID, payment.authorized()));
      case CAPTURING ->
          of(
              payment.in(PaymentStatus.CAPTURING_TO_UNDO),
              new Await(Step.VOID),
              new Hasten(Step.CAPTURE));
      case CAPTURED ->
          of(
              payment.in(PaymentStatus.REFUNDING),
              new Await(Step.VOID),
              new Call(Step.REFUND, payment.captured()));
      case AUTHORIZING_TO_VOID, VOIDING, CAPTURING_TO_UNDO, REFUNDING ->
          of(payment, new Await(Step.VOID));
    };
  }

  static Decision capture(Payment payment, Money amount) {
    return switch (payment.status()) {
      case AUTHORIZED ->
          covers(payment.authorized(), amount)
              ? of(
                  payment.in(PaymentStatus.CAPTURING),
                  new Await(Step.CAPTURE),
                  new Call(Step.CAPTURE, amount))
              : answer(payment, new Reply.CaptureRefused(AMOUNT_NOT_HELD));
      case CAPTURING, CAPTURING_TO_UNDO -> of(payment, new Await(Step.CAPTURE));
      case CAPTURED -> answer(payment, new Reply.Captured(payment.captured()));
      case CAPTURE_REFUSED -> answer(payment, new Reply.CaptureRefused(payment.reason()));
      case VOIDING, VOIDED, AUTHORIZING_TO_VOID ->
          answer(payment, new Reply.CaptureRefused(VOIDED));
      case REFUNDING, REFUNDED -> answer(payment, new Reply.CaptureRefused(REFUNDED));
      case NEW, AUTHORIZING, DECLINED -> answer(payment, new Reply.CaptureRefused(NOT_AUTHORIZED));
    };
  }

  /** There is one refund per order; one that cannot be made gives back nothing, and says so. */
  static Decision refund(Payment payment, Money amount) {
    return switch (payment.status()) {
      case CAPTURED ->
          covers(payment.captured(), amount)
              ? of(
                  payment.in(PaymentStatus.REFUNDING),
                  new Await(Step.REFUND),
                  new Call(Step.REFUND, amount))
              : answer(payment, nothing(amount));
      case REFUNDING -> of(payment, new Await(Step.REFUND));
      case REFUNDED -> answer(payment, new Reply.Refunded(payment.refunded()));
      case NEW,
          AUTHORIZING,
          AUTHORIZED,
          DECLINED,
          AUTHORIZING_TO_VOID,
          VOIDING,
          VOIDED,
          CAPTURING,
          CAPTURING_TO_UNDO,
          CAPTURE_REFUSED ->
          answer(payment, nothing(amount));
    };
  }

  private static Reply nothing(Money asked) {
    return new Reply.Refunded(new Money(0, asked.currency()));
  }

  private static boolean covers(Money there, Money asked) {
    return there.currency().equals(asked.currency())
        && asked.amountMinor() >= 0
        && asked.amountMinor() <= there.amountMinor();
  }

  private static Decision answer(Payment payment, Reply reply) {
    return of(payment, new Answer(reply));
  }
}
