package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));

  @Test
  void theBoundDoublesUpToTheLongest() {
    assertThat(backoff.bound(1)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.bound(2)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.bound(4)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backoff.bound(5)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backoff.bound(1_000_000)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aPauseIsWithinItsBoundAndNeverNothing() {
    for (int n = 0; n < 1_000; n++) {
      assertThat(backoff.pauseMillis(2, Clockwork.REAL)).isBetween(100L, 1_000L);
    }
    assertThat(
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)).pauseMillis(1, Clockwork.REAL))
        .isEqualTo(1);
  }
}
