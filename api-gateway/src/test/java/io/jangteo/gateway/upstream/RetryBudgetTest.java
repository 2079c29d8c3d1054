package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget();

  @Test
  void tenRequestsEarnOneRetry() {
    requests(9);
    assertThat(budget.take(100)).isFalse();

    requests(1);

    assertThat(budget.take(100)).isTrue();
    assertThat(budget.take(100)).isFalse();
  }

  @Test
  void noMoreThanFiftyAreSaved() {
    requests(10_000);

    int taken = 0;
    while (budget.take(1_000)) {
      taken++;
    }

    assertThat(taken).isEqualTo(50);
  }

  @Test
  void noMoreAtOnceThanThreeOrAFifthOfWhatIsActive() {
    requests(1_000);

    assertThat(takeAll(0)).isEqualTo(3);
    assertThat(takeAll(40)).isEqualTo(5);
    budget.ended();
    assertThat(takeAll(40)).isEqualTo(1);
  }

  @Property
  void retriesAreNeverMoreThanATenthOfTheRequests(
      @ForAll @Size(max = 500) List<@IntRange(min = 0, max = 9) Integer> steps) {
    RetryBudget any = new RetryBudget();
    int requests = 0;
    int retries = 0;
    for (int step : steps) {
      if (step < 6) {
        any.requested();
        requests++;
      } else if (step < 9) {
        retries += any.take(step * 10) ? 1 : 0;
      } else if (any.underWay() > 0) {
        any.ended();
      }
      assertThat(retries * 10).isLessThanOrEqualTo(requests);
      assertThat(any.underWay()).isBetween(0, 17);
    }
  }

  private int takeAll(int active) {
    int taken = 0;
    while (budget.take(active)) {
      taken++;
    }
    return taken;
  }

  private void requests(int count) {
    for (int i = 0; i < count; i++) {
      budget.requested();
    }
  }
}
