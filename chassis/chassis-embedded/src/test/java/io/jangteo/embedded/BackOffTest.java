package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff();

  @Test
  void doublesFromOneSecondToHalfAMinute() {
    assertThat(Stream.generate(backOff::afterFailure).limit(8).map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void countsAShortRunAsAFailure() {
    backOff.afterFailure();

    assertThat(backOff.afterRun(BackOff.SOUND_RUN.minusNanos(1)).toSeconds()).isEqualTo(2);
    assertThat(backOff.afterFailure().toSeconds()).isEqualTo(4);
  }

  @Test
  void forgetsWhatWasBeforeASoundRun() {
    backOff.afterFailure();
    backOff.afterFailure();

    assertThat(backOff.afterRun(BackOff.SOUND_RUN)).isZero();
    assertThat(backOff.afterFailure().toSeconds()).isEqualTo(1);
  }
}
