package io.jangteo.order;

import io.jangteo.order.application.SagaConfig;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Settings of the order service, under the prefix {@code order}. */
public record OrderConfig(
    DatabaseConfig db,
    SagaConfig saga,
    @Setting(defaultValue = "2s", doc = "Longest wait for catalogue, payment or member to answer.")
        Duration callTimeout,
    @Setting(defaultValue = "10000", doc = "Most requests waiting for an order to go on.")
        int waitersMax) {

  public OrderConfig {
    if (callTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("callTimeout must be at least 1ms");
    }
    if (waitersMax < 0) {
      throw new IllegalArgumentException("waitersMax must not be negative");
    }
  }
}
