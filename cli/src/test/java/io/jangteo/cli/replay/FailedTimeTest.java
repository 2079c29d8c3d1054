package io.jangteo.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class FailedTimeTest {
  private static final long SECOND = 1_000_000_000L;

  private final FailedTime failures = new FailedTime();

  @Test
  void whatOverlapsIsCountedOnce() {
    // When
    failures.callFailedBetween(10 * SECOND, 14 * SECOND);
    failures.callFailedBetween(2 * SECOND, 3 * SECOND);
    failures.callFailedBetween(12 * SECOND, 15 * SECOND);
    failures.callFailedBetween(11 * SECOND, 12 * SECOND);

    // Then
    assertThat(failures.seconds()).isEqualTo(6.0);
    assertThat(failures.longestSeconds()).isEqualTo(5.0);
    assertThat(failures.requests()).isEqualTo(4);
  }

  @Test
  void windowsThatTouchAreOne() {
    // When
    failures.callFailedBetween(0, SECOND);
    failures.callFailedBetween(SECOND, 3 * SECOND);

    // Then
    assertThat(failures.longestSeconds()).isEqualTo(3.0);
  }

  @Test
  void everyAttemptCountsAlsoSeveralOfOneRequest() {
    // When
    failures.attemptFailed("POST /orders 503");
    failures.attemptFailed("POST /orders 503");
    failures.attemptFailed("POST /orders refused");
    failures.callFailedBetween(0, SECOND);

    // Then
    assertThat(failures.attempts()).isEqualTo(3);
    assertThat(failures.ways())
        .containsExactly(entry("POST /orders 503", 2L), entry("POST /orders refused", 1L));
    assertThat(failures.requests()).isEqualTo(1);
  }

  @Test
  void nothingFailedIsNoTime() {
    assertThat(failures.seconds()).isZero();
    assertThat(failures.longestSeconds()).isZero();
  }
}
