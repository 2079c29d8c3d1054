package io.jangteo.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  @ParameterizedTest
  @CsvSource({"1,200", "2,400", "3,800", "6,6400", "7,10000", "1000,10000", "2147483647,10000"})
  void boundDoublesUpToTheLongest(int attempt, long bound) {
    assertThat(backoff.after(attempt, below -> below - 1)).isEqualTo(Duration.ofMillis(bound));
  }

  @ParameterizedTest
  @CsvSource({"1", "50"})
  void pauseMayBeNothingAtAll(int attempt) {
    assertThat(backoff.after(attempt, below -> 0)).isZero();
  }
}
