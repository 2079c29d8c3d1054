package io.jangteo.bus.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FailureWindowTest {
  private final ManualClock clock = new ManualClock();
  private final FailureWindow window = new FailureWindow(InstanceRules.USUAL.breaker(), clock);

  @Test
  void halfOfTwentyCallsFailingIsBad() {
    record(10, false);
    record(9, true);
    assertThat(window.isBad()).isFalse();

    record(1, true);

    assertThat(window.isBad()).isTrue();
    assertThat(window.failurePercent()).isEqualTo(50);
  }

  /** What the count of the library never sees: each success in between sets it to zero. */
  @Test
  void fourFailuresToOneSuccessAreBad() {
    for (int i = 0; i < 4; i++) {
      record(4, true);
      record(1, false);
    }

    assertThat(window.isBad()).isTrue();
  }

  @Test
  void fewCallsSayNothing() {
    record(19, true);

    assertThat(window.isBad()).isFalse();
  }

  @Test
  void whatIsOlderThanTenSecondsIsForgotten() {
    record(20, true);

    clock.pass(Duration.ofSeconds(9));
    assertThat(window.isBad()).isTrue();
    clock.pass(Duration.ofSeconds(1));

    assertThat(window.isBad()).isFalse();
    assertThat(window.failurePercent()).isZero();
  }

  @Test
  void fourFifthsSlowIsBad() {
    for (int i = 0; i < 16; i++) {
      window.record(false, true);
    }
    assertThat(window.isBad()).isFalse();

    record(4, false);

    assertThat(window.isBad()).isTrue();
  }

  private record Call(long second, boolean failed) {}

  @Property
  void theShareIsThatOfTheCallsOfTheLastTenSeconds(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 59) Integer> steps) {
    ManualClock time = new ManualClock();
    FailureWindow counted = new FailureWindow(InstanceRules.USUAL.breaker(), time);
    Deque<Call> calls = new ArrayDeque<>();
    long second = 0;

    for (int step : steps) {
      if (step < 10) {
        time.pass(Duration.ofSeconds(step));
        second += step;
      } else {
        counted.record(step < 35, false);
        calls.add(new Call(second, step < 35));
      }
      long oldest = second - 10;
      calls.removeIf(call -> call.second() <= oldest);
      long failed = calls.stream().filter(Call::failed).count();
      assertThat(counted.failurePercent())
          .isEqualTo(calls.isEmpty() ? 0 : (int) (failed * 100 / calls.size()));
    }
  }

  private void record(int calls, boolean failed) {
    for (int i = 0; i < calls; i++) {
      window.record(failed, false);
    }
  }
}
