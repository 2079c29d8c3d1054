package io.jangteo.order.application;

import io.jangteo.order.domain.saga.SagaTimings;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** How patient sagas are, and how often it is looked after them. */
public record SagaConfig(
    @Setting(defaultValue = "10s", doc = "Wait for a participant's answer before asking again.")
        Duration stepTimeout,
    @Setting(defaultValue = "60s", doc = "Longest time for authorising the payment.")
        Duration paymentDeadline,
    @Setting(defaultValue = "60s", doc = "Longest time for reserving the stock.")
        Duration stockDeadline,
    @Setting(defaultValue = "120s", doc = "Longest time for scheduling the shipment.")
        Duration shippingDeadline,
    @Setting(defaultValue = "180s", doc = "Longest time from acceptance to capturing the payment.")
        Duration deadline,
    @Setting(defaultValue = "5m", doc = "Longest pause between two attempts to undo a step.")
        Duration undoPauseMax,
    @Setting(defaultValue = "10", doc = "Unanswered repetitions after which a person is told.")
        int incidentAfter,
    @Setting(defaultValue = "500ms", doc = "Pause between looks for sagas that are due.")
        Duration timerPoll) {

  public SagaConfig {
    if (stepTimeout.isZero() || stepTimeout.compareTo(deadline) >= 0) {
      throw new IllegalArgumentException("stepTimeout must be above 0 and below deadline");
    }
    if (timerPoll.toMillis() < 10) {
      throw new IllegalArgumentException("timerPoll must be at least 10ms");
    }
    if (incidentAfter < 1) {
      throw new IllegalArgumentException("incidentAfter must be at least 1");
    }
  }

  /** What the decision needs of it. */
  public SagaTimings timings() {
    return new SagaTimings(
        stepTimeout,
        paymentDeadline,
        stockDeadline,
        shippingDeadline,
        deadline,
        undoPauseMax,
        incidentAfter);
  }
}
