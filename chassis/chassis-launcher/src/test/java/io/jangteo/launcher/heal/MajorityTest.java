package io.jangteo.launcher.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MajorityTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Majority majority = new Majority(Duration.ofMinutes(10));

  @Test
  void aNodeAloneFromTheBeginningIsTheMajority() {
    majority.present(List.of("a"), 0);

    assertThat(majority.isHere()).isTrue();
  }

  @Test
  void theSmallerSideIsTheMinorityUntilTheOthersAreBack() {
    majority.present(List.of("a", "b", "c", "d", "e"), 0);
    majority.present(List.of("a", "b"), MINUTE);
    assertThat(majority.isHere()).isFalse();
    assertThat(majority.lost()).containsExactlyInAnyOrder("c", "d", "e");

    majority.present(List.of("c", "d", "e", "a", "b"), 2 * MINUTE);
    assertThat(majority.isHere()).isTrue();
    assertThat(majority.lost()).isEmpty();
  }

  @Test
  void theLargerSideStaysTheMajority() {
    majority.present(List.of("a", "b", "c", "d", "e"), 0);
    majority.present(List.of("c", "d", "e"), MINUTE);

    assertThat(majority.isHere()).isTrue();
  }

  @Test
  void ofTwoEqualSidesThatOfTheOldestIsTheMajority() {
    Majority other = new Majority(Duration.ofMinutes(10));
    for (Majority each : List.of(majority, other)) {
      each.present(List.of("a", "b", "c", "d"), 0);
    }
    majority.present(List.of("a", "d"), MINUTE);
    other.present(List.of("b", "c"), MINUTE);

    assertThat(majority.isHere()).isTrue();
    assertThat(other.isHere()).isFalse();
  }

  @Test
  void whoSaysGoodbyeIsNotMissedWhenItIsGone() {
    majority.present(List.of("a", "b", "c"), 0);
    majority.goodbye("b");
    majority.goodbye("c");
    assertThat(majority.isHere()).isTrue();
    majority.present(List.of("a"), MINUTE);

    assertThat(majority.isHere()).isTrue();
    assertThat(majority.lost()).isEmpty();
  }

  @Test
  void aGoodbyeThatComesLaterThanTheDepartureIsHeard() {
    majority.present(List.of("a", "b"), 0);
    majority.present(List.of("b"), 1);
    assertThat(majority.isHere()).isFalse();
    majority.goodbye("a");

    assertThat(majority.isHere()).isTrue();
  }

  @Test
  void theDeadAndThoseLostForLongDoNotCount() {
    majority.present(List.of("a", "b", "c"), 0);
    majority.present(List.of("c"), MINUTE);
    majority.forget("a");
    assertThat(majority.isHere()).isFalse();
    majority.present(List.of("c"), 12 * MINUTE);

    assertThat(majority.isHere()).isTrue();
  }

  @Test
  void newcomersCountForTheirSide() {
    majority.present(List.of("a", "b", "c"), 0);
    majority.present(List.of("b"), MINUTE);
    assertThat(majority.isHere()).isFalse();
    majority.present(List.of("b", "x", "y"), 2 * MINUTE);

    assertThat(majority.isHere()).isTrue();
  }
}
