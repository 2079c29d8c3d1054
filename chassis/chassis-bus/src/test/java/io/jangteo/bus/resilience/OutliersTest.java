package io.jangteo.bus.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutliersTest {
  private static final OutlierRules RULES = InstanceRules.USUAL.outlier();

  private final ManualClock clock = new ManualClock();
  private double random;
  private final Outliers outliers = new Outliers(RULES, clock, () -> random);

  @Test
  void fiveFailuresInARowEjectForThirtySeconds() {
    Outliers.Member bad = outliers.join();
    outliers.join();

    fail(bad, 4);
    assertThat(bad.isEjected()).isFalse();
    fail(bad, 1);

    assertThat(bad.isEjected()).isTrue();
    clock.pass(Duration.ofMillis(29_999));
    assertThat(bad.isEjected()).isTrue();
    clock.pass(Duration.ofMillis(1));
    assertThat(bad.isEjected()).isFalse();
  }

  @Test
  void oneAnswerInBetweenStartsTheCountAgain() {
    Outliers.Member bad = outliers.join();
    outliers.join();

    fail(bad, 4);
    bad.answered();
    fail(bad, 4);

    assertThat(bad.isEjected()).isFalse();
  }

  @Test
  void eachEjectionIsLongerUpToFiveMinutes() {
    Outliers.Member bad = outliers.join();
    outliers.join();

    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      fail(bad, 5);
      seconds.add(bad.left().toSeconds());
      clock.pass(bad.left());
    }

    assertThat(seconds)
        .containsExactly(30L, 60L, 90L, 120L, 150L, 180L, 210L, 240L, 270L, 300L, 300L, 300L);
  }

  @Test
  void peaceMakesTheNextEjectionShorter() {
    Outliers.Member bad = outliers.join();
    outliers.join();
    fail(bad, 5);
    clock.pass(bad.left());
    fail(bad, 5);
    clock.pass(bad.left());

    clock.pass(Duration.ofSeconds(60));
    fail(bad, 5);

    assertThat(bad.left()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void jitterShortensByATenthAtMost() {
    Outliers.Member bad = outliers.join();
    outliers.join();
    random = 1;

    fail(bad, 5);

    assertThat(bad.left()).isEqualTo(Duration.ofSeconds(27));
  }

  @Test
  void theOnlyInstanceIsKept() {
    Outliers.Member only = outliers.join();

    fail(only, 50);

    assertThat(only.isEjected()).isFalse();
  }

  @Test
  void oneThatHasLeftTakesNobodysPlace() {
    Outliers.Member gone = outliers.join();
    Outliers.Member bad = outliers.join();
    outliers.join();
    fail(gone, 5);
    outliers.leave(gone);

    fail(bad, 5);

    assertThat(bad.isEjected()).isTrue();
  }

  @Property
  void neverAreMoreThanHalfEjectedAndOneIsAlwaysKept(
      @ForAll @IntRange(min = 1, max = 9) int instances,
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 99) Integer> steps) {
    ManualClock time = new ManualClock();
    Outliers service = new Outliers(RULES, time, () -> 0.5);
    List<Outliers.Member> members = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      members.add(service.join());
    }

    for (int step : steps) {
      Outliers.Member member = members.get(step % instances);
      if (step < 80) {
        fail(member, 1 + step % 7);
      } else if (step < 90) {
        member.answered();
      } else {
        time.pass(Duration.ofSeconds(step - 85));
      }

      assertThat(service.ejected() * 2).isLessThanOrEqualTo(instances);
      assertThat(service.ejected()).isLessThan(instances);
      assertThat(member.left()).isLessThanOrEqualTo(RULES.ejectionMax());
    }
  }

  private static void fail(Outliers.Member member, int times) {
    for (int i = 0; i < times; i++) {
      member.failed();
    }
  }
}
