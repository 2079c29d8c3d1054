package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void theInboxMustRememberForLongerThanAMessageCanComeBack() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Retention(Duration.ofDays(7), Duration.ofDays(21), Duration.ofDays(14)));
    assertThatNoException()
        .isThrownBy(
            () -> new Retention(Duration.ofDays(7), Duration.ofDays(22), Duration.ofDays(14)));
  }
}
