package io.jangteo.payment.domain;

import io.jangteo.contracts.Money;

/**
 * The payment of one order. Pure: {@link PaymentCommands} and {@link PaymentResults} decide, and
 * nothing here happens by itself.
 *
 * @param authorized what was asked to be held; null until then
 * @param captured what was taken; null until it was
 * @param refunded what was given back; null until it was
 * @param authorizationRef the provider's id of the hold
 * @param captureRef the provider's id of the capture
 * @param reason why the provider refused, where it did
 */
public record Payment(
    PaymentStatus status,
    Money authorized,
    Money captured,
    Money refunded,
    String authorizationRef,
    String captureRef,
    String reason) {

  /** A payment nothing was asked of. */
  public static final Payment UNTOUCHED =
      new Payment(PaymentStatus.NEW, null, null, null, null, null, null);

  /** What the command leads to; every command has an answer in every state. */
  public Decision decide(Command command) {
    if (command instanceof Command.Authorize ask) {
      return PaymentCommands.authorize(this, ask.amount());
    }
    if (command instanceof Command.Capture ask) {
      return PaymentCommands.capture(this, ask.amount());
    }
    if (command instanceof Command.Refund ask) {
      return PaymentCommands.refund(this, ask.amount());
    }
    return PaymentCommands.voidHold(this);
  }

  /**
   * What the provider's answer leads to. An answer that comes again changes nothing.
   *
   * @param amount what the call was about
   * @throws IllegalStateException when a void or a refund is refused for good: the provider's books
   *     and ours disagree, which no rule here can mend
   */
  public Decision settle(Step step, Money amount, ProviderResult result) {
    return PaymentResults.settle(this, step, amount, result);
  }

  Payment in(PaymentStatus next) {
    return new Payment(next, authorized, captured, refunded, authorizationRef, captureRef, reason);
  }

  Payment authorizing(Money amount) {
    return new Payment(PaymentStatus.AUTHORIZING, amount, null, null, null, null, null);
  }

  Payment held(PaymentStatus next, String reference) {
    return new Payment(next, authorized, captured, refunded, reference, captureRef, reason);
  }

  Payment taken(PaymentStatus next, Money amount, String reference) {
    return new Payment(next, authorized, amount, refunded, authorizationRef, reference, reason);
  }

  Payment returned(Money amount) {
    return new Payment(
        PaymentStatus.REFUNDED, authorized, captured, amount, authorizationRef, captureRef, reason);
  }

  Payment refused(PaymentStatus next, String why) {
    return new Payment(next, authorized, captured, refunded, authorizationRef, captureRef, why);
  }
}
