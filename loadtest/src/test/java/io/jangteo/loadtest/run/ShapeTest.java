package io.jangteo.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jangteo.loadtest.profile.TradeProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest {
  private static final List<Integer> HOURS = TradeProfile.december2010().ordersByHour();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aDayHasTheMeanRateAndTheTracesHours() {
    List<Slope> day = Shape.DAY.slopes(10, Duration.ofSeconds(140), HOURS);
    assertThat(day).hasSize(14).allMatch(Slope::isFlat);
    assertThat(visitors(day)).isCloseTo(1_400, within(0.001));
    double noon = day.get(12 - 7).to();
    double nine = day.get(9 - 7).to();
    assertThat(noon / nine).isCloseTo(230.0 / 107, within(1e-9));
  }

  @Test
  void aConstantRunClimbsOnlyDuringItsFirstTenth() {
    List<Slope> slopes = Shape.CONSTANT.slopes(10, MINUTE, HOURS);
    assertThat(slopes)
        .containsExactly(
            new Slope(1, 10, Duration.ofSeconds(6)), new Slope(10, 10, Duration.ofSeconds(54)));
  }

  @Test
  void stressEndsAtTheRate() {
    List<Slope> stairs = Shape.STRESS.slopes(50, MINUTE, HOURS);
    assertThat(stairs).hasSize(10);
    assertThat(stairs.get(0).to()).isEqualTo(5);
    assertThat(stairs.get(9).to()).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource
  void everyShapeLastsAsLongAsTold(Shape shape) {
    Duration lasts =
        shape.slopes(10, MINUTE, HOURS).stream()
            .map(Slope::lasts)
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(lasts).isCloseTo(MINUTE, Duration.ofMillis(1));
  }

  private static double visitors(List<Slope> slopes) {
    return slopes.stream().mapToDouble(Slope::visitors).sum();
  }
}
