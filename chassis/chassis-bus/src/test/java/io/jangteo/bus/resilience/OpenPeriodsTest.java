package io.jangteo.bus.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OpenPeriodsTest {
  private static final BreakerRules RULES = InstanceRules.USUAL.breaker();

  private final ManualClock clock = new ManualClock();

  @Test
  void eachIsHalfAsLongAgain() {
    OpenPeriods periods = new OpenPeriods(RULES, clock, () -> 0.5);

    assertThat(periods.next()).isEqualTo(Duration.ofSeconds(5));
    assertThat(periods.next()).isEqualTo(Duration.ofMillis(7_500));
    periods.closed();
    assertThat(periods.next()).isEqualTo(Duration.ofMillis(11_250));
  }

  @Test
  void aMinuteClosedStartsAgain() {
    OpenPeriods periods = new OpenPeriods(RULES, clock, () -> 0.5);
    periods.next();
    periods.next();
    periods.closed();

    clock.pass(Duration.ofSeconds(60));

    assertThat(periods.next()).isEqualTo(Duration.ofSeconds(5));
  }

  @Property
  void noneIsLongerThanAMinuteOrShorterThanFourSeconds(
      @ForAll @IntRange(min = 1, max = 40) int openings,
      @ForAll @DoubleRange(min = 0, max = 1) double random) {
    OpenPeriods periods = new OpenPeriods(RULES, new ManualClock(), () -> random);
    for (int i = 0; i < openings; i++) {
      assertThat(periods.next()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(60));
    }
  }
}
