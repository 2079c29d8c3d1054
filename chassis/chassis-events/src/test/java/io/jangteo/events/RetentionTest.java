package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void anInboxThatForgetsBeforeTheLastRedeliveryIsRefused() {
    assertThatThrownBy(
            () -> new Retention(Duration.ofDays(7), Duration.ofDays(21), Duration.ofDays(14)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
