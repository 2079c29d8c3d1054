package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void anInboxThatForgetsBeforeTheLastRedeliveryIsRefused() {
    Duration week = Duration.ofDays(7);

    assertThatThrownBy(() -> new Retention(week, Duration.ofDays(28), Duration.ofDays(14), week))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsUnlessSetIsAccepted() {
    BrokerConfig config = bind(Map.of());

    assertThat(config.retention()).isEqualTo(Retention.STANDARD);
    assertThat(config.replayRate()).isEqualTo(50);
  }

  @Test
  void aConfigurationThatForgetsTooSoonIsRefusedNamingTheKey() {
    assertThatThrownBy(() -> bind(Map.of("RABBITMQ_RETENTION_INBOX", "20d")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rabbitmq.retention")
        .hasMessageContaining("inbox must be longer");
    assertThatThrownBy(() -> bind(Map.of("RABBITMQ_RETENTION_OUTBOX", "10d")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rabbitmq.retention");
  }

  private static BrokerConfig bind(Map<String, String> environment) {
    return Configuration.ofEnvironment(environment).bind("rabbitmq", BrokerConfig.class);
  }
}
