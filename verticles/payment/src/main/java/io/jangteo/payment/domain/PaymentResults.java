package io.jangteo.payment.domain;

import static io.jangteo.payment.domain.Decision.of;
import static io.jangteo.payment.domain.PaymentCommands.VOIDED;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.Effect.AnswerWaiting;
import io.jangteo.payment.domain.Effect.Call;
import io.jangteo.payment.domain.Effect.Post;
import io.jangteo.payment.domain.ProviderResult.Done;
import io.jangteo.payment.domain.ProviderResult.Refused;

/**
 * The rules for the provider's answers. A command that waits is answered only when what its answer
 * says has become true: a declined authorisation after the hold is gone, not before.
 */
final class PaymentResults {
  private PaymentResults() {}

  static Decision settle(Payment payment, Step step, Money amount, ProviderResult result) {
    return switch (step) {
      case AUTHORIZE ->
          result instanceof Done done
              ? authorized(payment, done.reference())
              : notAuthorized(payment, ((Refused) result).reason());
      case VOID -> {
        requireDone(step, result);
        yield released(payment);
      }
      case CAPTURE ->
          result instanceof Done done
              ? captured(payment, amount, done.reference())
              : notCaptured(payment, ((Refused) result).reason());
      case REFUND -> {
        requireDone(step, result);
        yield refunded(payment, amount);
      }
    };
  }

  private static void requireDone(Step step, ProviderResult result) {
    if (result instanceof Refused refused) {
      throw new IllegalStateException(step + " was refused: " + refused.reason());
    }
  }

  private static Decision authorized(Payment payment, String reference) {
    if (payment.status() == PaymentStatus.AUTHORIZING) {
      return of(
          payment.held(PaymentStatus.AUTHORIZED, reference),
          new Post(LedgerEntry.hold(payment.authorized())),
          new AnswerWaiting(Step.AUTHORIZE, new Reply.Authorized(payment.authorized())));
    }
    if (payment.status() == PaymentStatus.AUTHORIZING_TO_VOID) {
      return of(
          payment.held(PaymentStatus.VOIDING, reference),
          new Post(LedgerEntry.hold(payment.authorized())),
          new Call(Step.VOID, payment.authorized()));
    }
    return of(payment);
  }

  private static Decision notAuthorized(Payment payment, String reason) {
    if (payment.status() == PaymentStatus.AUTHORIZING) {
      return of(
          payment.refused(PaymentStatus.DECLINED, reason),
          new AnswerWaiting(Step.AUTHORIZE, new Reply.Declined(reason)));
    }
    if (payment.status() == PaymentStatus.AUTHORIZING_TO_VOID) {
      return of(
          payment.in(PaymentStatus.VOIDED),
          new AnswerWaiting(Step.AUTHORIZE, new Reply.Declined(VOIDED)),
          new AnswerWaiting(Step.VOID, new Reply.Voided()));
    }
    return of(payment);
  }

  private static Decision released(Payment payment) {
    if (payment.status() != PaymentStatus.VOIDING) {
      return of(payment);
    }
    return of(
        payment.in(PaymentStatus.VOIDED),
        new Post(LedgerEntry.release(payment.authorized())),
        new AnswerWaiting(Step.AUTHORIZE, new Reply.Declined(VOIDED)),
        new AnswerWaiting(Step.VOID, new Reply.Voided()));
  }

  private static Decision captured(Payment payment, Money amount, String reference) {
    Post entry = new Post(LedgerEntry.take(payment.authorized(), amount));
    if (payment.status() == PaymentStatus.CAPTURING) {
      return of(
          payment.taken(PaymentStatus.CAPTURED, amount, reference),
          entry,
          new AnswerWaiting(Step.CAPTURE, new Reply.Captured(amount)));
    }
    if (payment.status() == PaymentStatus.CAPTURING_TO_UNDO) {
      return of(
          payment.taken(PaymentStatus.REFUNDING, amount, reference),
          entry,
          new Call(Step.REFUND, amount));
    }
    return of(payment);
  }

  private static Decision notCaptured(Payment payment, String reason) {
    if (payment.status() == PaymentStatus.CAPTURING) {
      return of(
          payment.refused(PaymentStatus.CAPTURE_REFUSED, reason),
          new AnswerWaiting(Step.CAPTURE, new Reply.CaptureRefused(reason)));
    }
    if (payment.status() == PaymentStatus.CAPTURING_TO_UNDO) {
      return of(
          payment.refused(PaymentStatus.VOIDING, reason),
          new AnswerWaiting(Step.CAPTURE, new Reply.CaptureRefused(reason)),
          new Call(Step.VOID, payment.authorized()));
    }
    return of(payment);
  }

  private static Decision refunded(Payment payment, Money amount) {
    if (payment.status() != PaymentStatus.REFUNDING) {
      return of(payment);
    }
    return of(
        payment.returned(amount),
        new Post(LedgerEntry.giveBack(amount)),
        new AnswerWaiting(Step.CAPTURE, new Reply.CaptureRefused(VOIDED)),
        new AnswerWaiting(Step.REFUND, new Reply.Refunded(amount)),
        new AnswerWaiting(Step.VOID, new Reply.Voided()));
  }
}
