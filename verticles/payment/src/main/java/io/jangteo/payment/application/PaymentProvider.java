package io.jangteo.payment.application;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.ProviderResult;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * The card provider. A result is certain; a failed future is not: whatever was asked may have been
 * done, and only {@link #find} or {@link #block} with the same key can tell. Every call ends within
 * the configured time.
 */
public interface PaymentProvider {
  Future<ProviderResult> authorize(String key, Money amount, CardToken token);

  Future<ProviderResult> voidHold(String key, String authorizationRef);

  Future<ProviderResult> capture(String key, String authorizationRef, Money amount);

  Future<ProviderResult> refund(String key, String captureRef, Money amount);

  /** What was done with the key; empty when nothing was, so far. */
  Future<Optional<ProviderResult>> find(String key);

  /** What was done with the key, or else that nothing ever will be. */
  Future<ProviderResult> block(String key);
}
