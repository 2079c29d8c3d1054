package io.jangteo.bus.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyProfileTest {
  @Test
  void knowsNothingAtFirst() {
    assertThat(new LatencyProfile().quantileNanos(0.95)).isZero();
  }

  @Test
  void forgetsWhatHasPassed() {
    LatencyProfile profile = new LatencyProfile();
    for (int i = 0; i < 4_000; i++) {
      profile.record(Duration.ofSeconds(1).toNanos());
    }
    for (int i = 0; i < 40_000; i++) {
      profile.record(Duration.ofMillis(1).toNanos());
    }

    assertThat(profile.quantileNanos(0.95)).isLessThan(Duration.ofMillis(2).toNanos());
    assertThat(profile.size()).isLessThan(5_000);
  }

  @Property
  void aQuantileIsAtMostAQuarterTooHigh(
      @ForAll @Size(min = 1, max = 500)
          List<@LongRange(min = 4_000, max = 60_000_000_000L) Long> times,
      @ForAll @DoubleRange(min = 0.01, max = 1) double part) {
    LatencyProfile profile = new LatencyProfile();
    times.forEach(profile::record);
    List<Long> sorted = times.stream().collect(Collectors.toList());
    Collections.sort(sorted);
    long exact = sorted.get((int) Math.ceil(part * sorted.size()) - 1);

    assertThat(profile.quantileNanos(part)).isBetween(exact, (long) (exact * 1.26) + 1_000);
  }
}
