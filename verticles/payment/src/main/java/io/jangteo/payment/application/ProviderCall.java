package io.jangteo.payment.application;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.Step;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt at a step, leased to this process.
 *
 * @param attempt counts from 1; from 2 on an earlier one may have been done without our knowing
 * @param unwanted whether the step is better not done, because it is to be undone anyway
 * @param token only for an authorisation, and only while it is kept
 */
public record ProviderCall(
    UUID orderId,
    Step step,
    Money amount,
    int attempt,
    boolean unwanted,
    Optional<CardToken> token,
    String authorizationRef,
    String captureRef) {

  public String key() {
    return step.providerKey(orderId);
  }
}
