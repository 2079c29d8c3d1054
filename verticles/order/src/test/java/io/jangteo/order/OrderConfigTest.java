package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.order.domain.saga.SagaTimings;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderConfigTest {
  private static OrderConfig bind(Map<String, String> more) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of("ORDER_DB_NAME", "orders", "ORDER_DB_USER", "o", "ORDER_DB_PASSWORD", "p"));
    variables.putAll(more);
    return Configuration.ofEnvironment(variables).bind("order", OrderConfig.class);
  }

  @Test
  void withoutSettingsSagasAreAsPatientAsPromised() {
    OrderConfig config = bind(Map.of());

    assertThat(config.saga().timings()).isEqualTo(SagaTimings.DEFAULTS);
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void everySettingHasItsVariable() {
    OrderConfig config =
        bind(
            Map.of(
                "ORDER_SAGA_STEP_TIMEOUT", "2s",
                "ORDER_SAGA_PAYMENT_DEADLINE", "3s",
                "ORDER_SAGA_STOCK_DEADLINE", "4s",
                "ORDER_SAGA_SHIPPING_DEADLINE", "5s",
                "ORDER_SAGA_DEADLINE", "6s",
                "ORDER_SAGA_UNDO_PAUSE_MAX", "7s",
                "ORDER_SAGA_INCIDENT_AFTER", "8",
                "ORDER_SAGA_TIMER_POLL", "900ms",
                "ORDER_CALL_TIMEOUT", "10s",
                "ORDER_WAITERS_MAX", "11"));

    assertThat(config.saga().timings())
        .isEqualTo(
            new SagaTimings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                8));
    assertThat(config.saga().timerPoll()).isEqualTo(Duration.ofMillis(900));
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.waitersMax()).isEqualTo(11);
  }

  @Test
  void aStepMustBeAbleToTimeOutBeforeTheOrderDoes() {
    assertThatThrownBy(() -> bind(Map.of("ORDER_SAGA_STEP_TIMEOUT", "180s")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("stepTimeout");
  }
}
