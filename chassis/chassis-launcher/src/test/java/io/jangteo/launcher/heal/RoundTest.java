package io.jangteo.launcher.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.launcher.heal.Round.Blame;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTest {
  @ParameterizedTest(name = "{7}: {6}")
  @CsvSource({
    "0, 0, 0, 0, 0, 0, ,            alone",
    "4, 4, 4, 4, 0, 0, ,            all well",
    "4, 2, 2, 2, 0, 0, ,            two others are silent",
    "4, 1, 1, 4, 0, 0, ,            everything is slow but heard",
    "4, 1, 1, 1, 0, 0, CUT_OFF,     most neither answer nor ask",
    "1, 0, 0, 0, 0, 0, ,            of two nobody can tell who is silent",
    "4, 4, 4, 0, 2, 2, UNREACHABLE, half cannot reach it",
    "1, 1, 1, 0, 1, 1, UNREACHABLE, the only other cannot reach it",
    "4, 4, 4, 4, 1, 1, ,            one cannot reach it",
    "4, 4, 4, 4, 0, 3, ,            slow or an instance of it is not reached",
    "4, 3, 1, 3, 0, 0, UNLISTED,    most do not count it in",
    "4, 4, 3, 4, 0, 0, ,            one does not count it in",
  })
  void aNodeIsToBlameWhenMostOthersSaySo(
      int asked,
      int answered,
      int listing,
      int heard,
      int complaining,
      int missed,
      Blame blame,
      String when) {
    Round round = new Round(asked, answered, listing, heard, complaining, missed, Set.of(), false);

    assertThat(round.blame()).as(when).isEqualTo(blame);
  }

  @Test
  void aNodeWhoseAddressesAreMissingIsToBlameWhateverOthersSay() {
    Round round = new Round(4, 4, 4, 4, 0, 0, Set.of("order"), false);

    assertThat(round.blame()).isEqualTo(Blame.UNREGISTERED);
    assertThat(round.isClean()).isFalse();
  }

  @Test
  void aNodeThatIsOnItsOwnAndReachesTheOthersIsToBlameAlsoWhenThereIsNobodyToAsk() {
    Round round = new Round(0, 0, 0, 0, 0, 0, Set.of(), true);

    assertThat(round.blame()).isEqualTo(Blame.APART);
    assertThat(round.isClean()).isFalse();
  }

  @Test
  void aNodeHasJoinedWhenMostOthersCountItIn() {
    assertThat(new Round(4, 3, 3, 3, 0, 0, Set.of(), false).isJoined()).isTrue();
    assertThat(new Round(4, 4, 2, 4, 0, 0, Set.of(), false).isJoined()).isFalse();
    assertThat(new Round(0, 0, 0, 0, 0, 0, Set.of(), false).isJoined()).isTrue();
  }
}
