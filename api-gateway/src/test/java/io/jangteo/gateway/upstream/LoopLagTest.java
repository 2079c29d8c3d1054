package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.Priority;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  private final ManualClock clock = new ManualClock();
  private final LoopLag lag = new LoopLag(clock);

  @Test
  void onTimeNothingIsRefused() {
    warmUp();

    tick(8, 50);

    assertThat(lag.millis()).isZero();
    assertThat(refused()).isEmpty();
  }

  @Test
  void oneLongPauseIsNoLag() {
    warmUp();

    tick(4, 50);
    tick(1, 2_000);
    tick(1, 50);

    assertThat(refused()).isEmpty();
  }

  @Test
  void theMoreItLagsTheMoreIsRefusedFromTheLeastUrgentOn() {
    warmUp();

    tick(4, 50 + 150);
    assertThat(refused()).containsExactly(Priority.BROWSE);
    tick(4, 50 + 250);
    assertThat(refused()).containsExactly(Priority.READ, Priority.BROWSE);
    tick(4, 50 + 10_000);
    assertThat(refused()).doesNotContain(Priority.HEALTH).hasSize(5);

    tick(1, 50);
    assertThat(refused()).isEmpty();
  }

  @Test
  void whoHasDoneLittleYetMayBeTenTimesAsLate() {
    tick(4, 50 + 900);
    assertThat(refused()).isEmpty();
    tick(4, 50 + 1_500);
    assertThat(refused()).containsExactly(Priority.BROWSE);
    tick(4, 50 + 900);

    warmUp();

    assertThat(refused()).contains(Priority.WRITE);
  }

  private void warmUp() {
    for (int i = 0; i < LoopLag.WARM_CALLS; i++) {
      lag.called();
    }
  }

  private List<Priority> refused() {
    return Arrays.stream(Priority.values()).filter(lag::refuses).toList();
  }

  private void tick(int times, int millis) {
    for (int i = 0; i < times; i++) {
      clock.pass(Duration.ofMillis(millis));
      lag.tick();
    }
  }
}
