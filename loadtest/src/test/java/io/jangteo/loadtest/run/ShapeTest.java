package io.jangteo.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jangteo.loadtest.profile.TradeProfile;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  private static final List<Integer> HOURS = TradeProfile.december2010().ordersByHour();

  @Test
  void aDayHasTheTracesHours() {
    List<Slope> day = Shape.DAY.slopes(10, 140, HOURS);
    assertThat(day).hasSize(14).allMatch(Slope::isFlat);
    double noon = day.get(12 - 7).to();
    double nine = day.get(9 - 7).to();
    assertThat(noon / nine).isCloseTo(230.0 / 107, within(1e-9));
  }

  @Test
  void aConstantRunClimbsOnlyDuringItsFirstTenth() {
    assertThat(Shape.CONSTANT.slopes(10, 60, HOURS))
        .containsExactly(
            new Slope(1, 10, Duration.ofSeconds(6)), new Slope(10, 10, Duration.ofSeconds(54)));
  }

  @Test
  void stressEndsAtTheRate() {
    List<Slope> stairs = Shape.STRESS.slopes(50, 60, HOURS);
    assertThat(stairs).hasSize(10);
    assertThat(stairs.get(0).to()).isEqualTo(5);
    assertThat(stairs.get(9).to()).isEqualTo(50);
  }

  @ParameterizedTest
  @MethodSource("shapesAndLengths")
  void everyShapeLastsAsLongAsTold(Shape shape, long seconds) {
    assertThat(
            shape.slopes(10, seconds, HOURS).stream()
                .map(Slope::lasts)
                .reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @MethodSource("shapesAndLengths")
  void ofAnyShareAsManyComeAsShould(Shape shape, long seconds) {
    List<Slope> all = shape.slopes(7.3, seconds, HOURS);
    for (double share : new double[] {1, 0.95, 0.05, 0.001}) {
      long whole =
          Slope.share(all, share).stream()
              // As Gatling counts them.
              .mapToLong(
                  slope -> (long) ((slope.from() + slope.to()) / 2 * slope.lasts().toSeconds()))
              .sum();
      assertThat(whole).isEqualTo(Math.round(visitors(all) * share));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {14, 20, 61, 3_600})
  void theRateOfADayIsItsMean(long seconds) {
    assertThat(visitors(Shape.DAY.slopes(7.3, seconds, HOURS)))
        .isCloseTo(7.3 * seconds, within(1e-6));
  }

  @Test
  void partsOfSecondsAreRefused() {
    assertThatThrownBy(() -> new Slope(1, 1, Duration.ofMillis(1_430)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Stream<Arguments> shapesAndLengths() {
    return Stream.of(Shape.values())
        .flatMap(
            shape ->
                Stream.of(1L, 9L, 20L, 61L, 3_600L).map(length -> Arguments.of(shape, length)));
  }

  private static double visitors(List<Slope> slopes) {
    return slopes.stream().mapToDouble(Slope::visitors).sum();
  }
}
