package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsualTimesTest {
  private final UsualTimes times = new UsualTimes(millis(250));

  @Test
  void aHedgeWaitsForWhatNineteenOfTwentyTake() {
    for (int i = 0; i < 99; i++) {
      took(1, i < 96 ? 10 : 500);
      assertThat(times.hedgeAfterMillis()).isZero();
    }
    took(64, 10);

    assertThat(times.hedgeAfterMillis()).isBetween(10L, 14L);
  }

  @Test
  void nothingIsLateBeforeAThousandCallsAreKnown() {
    took(999, 400);
    assertThat(times.moveAfterNanos()).isZero();

    took(65, 400);
    assertThat(times.moveAfterNanos()).isBetween(millis(600), millis(750));
  }

  @Test
  void whatIsQuickIsNotLateBeforeTheLeastTime() {
    took(2_000, 3);

    assertThat(times.moveAfterNanos()).isEqualTo(millis(250));
  }

  @Test
  void aFewSlowOnesOfThousandsMakeNoDifferenceAndMoreDo() {
    took(3_900, 3);
    took(2, 1_000);
    took(64, 3);
    assertThat(times.moveAfterNanos()).isEqualTo(millis(250));

    took(64, 1_000);
    assertThat(times.moveAfterNanos()).isGreaterThanOrEqualTo(millis(1_500));
  }

  /** Otherwise nobody would ever know that a service takes longer than it did. */
  @Test
  void whatIsGivenUpAllTheTimeIsGivenMoreTime() {
    took(2_000, 100);
    long before = times.moveAfterNanos();
    for (int i = 0; i < 256; i++) {
      times.took(times.moveAfterNanos());
    }

    assertThat(times.moveAfterNanos()).isGreaterThan(3 * before);
  }

  @Test
  void whatWasSlowLongAgoIsForgotten() {
    took(2_000, 1_000);
    took(60_000, 3);

    assertThat(times.moveAfterNanos()).isEqualTo(millis(250));
  }

  private void took(int calls, int millis) {
    for (int i = 0; i < calls; i++) {
      times.took(millis(millis));
    }
  }

  private static long millis(int amount) {
    return Duration.ofMillis(amount).toNanos();
  }
}
