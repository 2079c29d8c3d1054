package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  @Test
  void theBoundDoublesUpToTheLongest() {
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(backoff::bound).map(Duration::toMillis))
        .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
  }

  @Test
  void anyNumberOfFailuresStaysWithinTheLongest() {
    assertThat(backoff.bound(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.bound(0)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aPauseLiesBetweenATenthOfTheBoundAndTheBound() {
    assertThat(IntStream.range(0, 1_000).mapToLong(n -> backoff.pauseMillis(2)))
        .allMatch(pause -> pause >= 20 && pause <= 200);
  }
}
