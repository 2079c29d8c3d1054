package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.events.RelayStore.Look;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairShareTest {
  @Test
  void whoIsAloneTakesEverything() {
    FairShare share = FairShare.of(new Look(7, Set.of(7), Partitions.all()), Set.of(), Set.of());

    assertThat(share.take()).isEqualTo(Partitions.all());
    assertThat(share.give()).isEmpty();
  }

  @Test
  void whoHasEverythingLeavesHalfToASecondOne() {
    Look look = new Look(7, Set.of(7, 9), Set.of());

    assertThat(FairShare.of(look, Partitions.all(), Set.of()).give()).containsExactly(4, 5, 6, 7);
  }

  @Test
  void theSecondOneTakesOnlyWhatIsFree() {
    Look look = new Look(9, Set.of(7, 9), Set.of(6, 7));

    assertThat(FairShare.of(look, Set.of(), Set.of()).take()).containsExactly(6, 7);
  }

  @Test
  void whoCannotWorkKeepsWhatItHasWhileNobodyElseCan() {
    assertThat(FairShare.of(new Look(7, Set.of(), Set.of(5, 6)), Set.of(1, 2), Set.of()))
        .isEqualTo(new FairShare(Set.of(), Set.of()));
  }

  @Test
  void whoCannotWorkLeavesAllToTheOneWhoCan() {
    assertThat(FairShare.of(new Look(7, Set.of(9), Set.of()), Set.of(1, 2), Set.of()).give())
        .containsExactly(1, 2);
  }

  @Test
  void oneTooManyIsLeftWithNothing() {
    Set<Integer> nine = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(FairShare.of(new Look(9, nine, Set.of()), Set.of(), Set.of()))
        .isEqualTo(new FairShare(Set.of(), Set.of()));
  }

  @Test
  void whoComesBackTakesWhatItHadAndAtFirstNothingElse() {
    Look alone = new Look(9, Set.of(9), Partitions.all());
    Look withAnother = new Look(9, Set.of(7, 9), Partitions.all());
    Set<Integer> before = Set.of(3, 6, 7);

    assertThat(FairShare.of(alone, Set.of(), before).again(before).take()).containsExactly(3, 6, 7);
    assertThat(FairShare.of(withAnother, Set.of(), before).take()).containsExactly(0, 3, 6, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void comingAndGoingInstancesAlwaysComeToAFairShareAndThenMoveNothing(int seed) {
    Team team = new Team(new Random(seed));
    for (int change = 0; change < 50; change++) {
      team.comeOrGo();
      team.settle();

      team.assertFair();
      assertThat(team.moves()).as("moves of a settled team").isZero();
    }
  }

  /** Instances that look one after the other, in any order. */
  private static final class Team {
    private final Random random;
    private final Map<Integer, Set<Integer>> owned = new LinkedHashMap<>();
    private int ids;

    private Team(Random random) {
      this.random = random;
    }

    private void comeOrGo() {
      if (owned.size() > 1 && random.nextBoolean()) {
        owned.remove(List.copyOf(owned.keySet()).get(random.nextInt(owned.size())));
      } else if (owned.size() < 12) {
        owned.put(++ids, new TreeSet<>());
      }
    }

    private void settle() {
      for (int round = 0; round < 3; round++) {
        moves();
      }
    }

    private int moves() {
      List<Integer> order = new ArrayList<>(owned.keySet());
      order.sort(Comparator.comparingInt(ignored -> random.nextInt()));
      int moves = 0;
      for (int self : order) {
        Set<Integer> mine = owned.get(self);
        FairShare share = FairShare.of(new Look(self, owned.keySet(), free()), mine, Set.of());
        mine.addAll(share.take());
        mine.removeAll(share.give());
        moves += share.take().size() + share.give().size();
      }
      return moves;
    }

    private Set<Integer> free() {
      Set<Integer> free = Partitions.all();
      owned.values().forEach(free::removeAll);
      return free;
    }

    private void assertFair() {
      assertThat(owned.values().stream().mapToInt(Collection::size).sum())
          .isEqualTo(Partitions.COUNT);
      int least = owned.values().stream().mapToInt(Collection::size).min().orElseThrow();
      int most = owned.values().stream().mapToInt(Collection::size).max().orElseThrow();
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
  }
}
