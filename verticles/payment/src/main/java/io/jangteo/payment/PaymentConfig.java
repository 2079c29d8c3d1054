package io.jangteo.payment;

import io.jangteo.payment.provider.ProviderConfig;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Settings of the payment service. */
public record PaymentConfig(
    DatabaseConfig db,
    ProviderConfig provider,
    @Setting(defaultValue = "500ms", doc = "How often calls of a process that died are looked for.")
        Duration poll,
    @Setting(defaultValue = "10s", doc = "How long a process has for one attempt at the provider.")
        Duration lease,
    @Setting(defaultValue = "1d", doc = "How long the card token of an unpaid order is kept.")
        Duration tokenAge,
    @Setting(defaultValue = "1s", doc = "Longest wait for the order service to allow a look.")
        Duration orderTimeout) {

  /** An attempt is an enquiry and a call. */
  private static final int CALLS_PER_ATTEMPT = 2;

  public PaymentConfig {
    if (lease.compareTo(provider.timeout().multipliedBy(CALLS_PER_ATTEMPT + 1)) < 0) {
      throw new IllegalArgumentException("lease must be at least three times provider.timeout");
    }
    if (poll.isZero()) {
      throw new IllegalArgumentException("poll must be longer than nothing");
    }
  }
}
