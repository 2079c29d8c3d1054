package io.jangteo.payment.domain;

import java.util.Locale;
import java.util.UUID;

/** What can be asked of the provider for an order, each at most once. */
public enum Step {
  AUTHORIZE,
  VOID,
  CAPTURE,
  REFUND;

  /** The idempotency key at the provider: the same for every attempt, in every process. */
  public String providerKey(UUID orderId) {
    return orderId + ":" + name().toLowerCase(Locale.ROOT);
  }
}
