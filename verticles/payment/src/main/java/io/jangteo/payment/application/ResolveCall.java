package io.jangteo.payment.application;

import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.payment.domain.ProviderResult.Refused;
import io.jangteo.payment.domain.Step;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;

/**
 * Finds out or brings about the answer to one step. From the second attempt on the provider is
 * asked what became of the key before anything is asked for again.
 */
public final class ResolveCall {
  private static final String NO_CARD = "card_unknown";

  private final PaymentProvider provider;

  public ResolveCall(PaymentProvider provider) {
    this.provider = provider;
  }

  /** Fails when the answer is still not known. */
  public Future<ProviderResult> resolve(ProviderCall call) {
    if (call.unwanted()) {
      return provider.block(call.key());
    }
    if (cannotBeAsked(call)) {
      return provider.block(call.key()).map(ResolveCall::withoutCard);
    }
    Future<ProviderResult> result = call.attempt() == 1 ? ask(call) : findOrAsk(call);
    return result.compose(found -> requirePossible(call, found));
  }

  /** Without its token an authorisation can only be found or blocked. */
  private static boolean cannotBeAsked(ProviderCall call) {
    return call.step() == Step.AUTHORIZE && call.token().isEmpty();
  }

  private static ProviderResult withoutCard(ProviderResult found) {
    return found instanceof Refused ? new Refused(NO_CARD) : found;
  }

  private Future<ProviderResult> findOrAsk(ProviderCall call) {
    return provider
        .find(call.key())
        .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> ask(call)));
  }

  private Future<ProviderResult> ask(ProviderCall call) {
    return switch (call.step()) {
      case AUTHORIZE -> provider.authorize(call.key(), call.amount(), call.token().orElseThrow());
      case VOID -> provider.voidHold(call.key(), call.authorizationRef());
      case CAPTURE -> provider.capture(call.key(), call.authorizationRef(), call.amount());
      case REFUND -> provider.refund(call.key(), call.captureRef(), call.amount());
    };
  }

  /** Money on its way back has no other way to go: it is tried until it works. */
  private static Future<ProviderResult> requirePossible(ProviderCall call, ProviderResult result) {
    boolean isReturn = call.step() == Step.VOID || call.step() == Step.REFUND;
    return isReturn && result instanceof Refused refused
        ? Future.failedFuture(
            ServiceFailure.of(
                FailureCode.BAD_GATEWAY, "The provider refuses it: " + refused.reason()))
        : Future.succeededFuture(result);
  }
}
