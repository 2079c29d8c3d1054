package io.jangteo.launcher.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.launcher.heal.Round.Blame;
import io.jangteo.launcher.heal.SelfRepair.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelfRepairTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Round WELL = new Round(4, 4, 4, 4, 0, 0, Set.of(), false);
  private static final Round UNREGISTERED = new Round(4, 4, 4, 4, 0, 0, Set.of("order"), false);
  private static final Round ONE_MISSES_IT = new Round(4, 4, 4, 4, 1, 1, Set.of(), false);

  private final SelfRepair repair = new SelfRepair(Duration.ofSeconds(30), 0);

  @Test
  void oneBadRoundIsChance() {
    assertThat(repair.after(UNREGISTERED, 0)).isEqualTo(Action.NOTHING);
    assertThat(repair.lastingBlame()).isNull();
    assertThat(repair.after(WELL, SECOND)).isEqualTo(Action.NOTHING);
    assertThat(repair.after(UNREGISTERED, 2 * SECOND)).isEqualTo(Action.NOTHING);
  }

  @Test
  void registersAnewFromTheSecondOnAndThenEveryFewSecondsAndAtLastStartsAgain() {
    List<String> done = new ArrayList<>();
    for (int second = 0; second <= 30; second++) {
      Action action = repair.after(UNREGISTERED, second * SECOND);
      if (action != Action.NOTHING) {
        done.add(action + " " + second);
      }
    }

    assertThat(done.get(0)).isEqualTo("REPUBLISH 1");
    assertThat(done.get(1)).isEqualTo("REPUBLISH 5");
    assertThat(done.subList(0, done.size() - 1)).allMatch(each -> each.startsWith("REPUBLISH"));
    assertThat(done.get(done.size() - 1)).isEqualTo("RESTART 30");
    assertThat(repair.lastingBlame()).isEqualTo(Blame.UNREGISTERED);
  }

  @Test
  void whoIsLateItselfRegistersAnewAndStartsAgainOnlyWhenItHasNotBeenLateForThatTime() {
    List<String> done = new ArrayList<>();
    for (int second = 0; second <= 80; second++) {
      if (second <= 50) {
        repair.postpone(second * SECOND);
      }
      Action action = repair.after(UNREGISTERED, second * SECOND);
      if (action != Action.NOTHING) {
        done.add(action + " " + second);
      }
    }

    assertThat(done).contains("REPUBLISH 41");
    assertThat(done.subList(0, done.size() - 1)).allMatch(each -> each.startsWith("REPUBLISH"));
    assertThat(done.get(done.size() - 1)).isEqualTo("RESTART 80");
  }

  @Test
  void startsAnewCountingWhenItWasWellInBetween() {
    for (int second = 0; second <= 300; second++) {
      Round round = second % 20 == 0 ? WELL : UNREGISTERED;
      assertThat(repair.after(round, second * SECOND)).isNotEqualTo(Action.RESTART);
    }
  }

  @Test
  void whatASingleOtherSaysIsReasonEnoughToRegisterAnewAndNeverToStartAgain() {
    List<Action> actions = new ArrayList<>();
    for (int second = 0; second <= 300; second++) {
      actions.add(repair.after(ONE_MISSES_IT, second * SECOND));
    }

    assertThat(actions).contains(Action.REPUBLISH).doesNotContain(Action.RESTART);
    assertThat(repair.lastingBlame()).isNull();
  }

  @Test
  void doesNotStartAgainBeforeItMay() {
    SelfRepair later = new SelfRepair(Duration.ofSeconds(30), 100 * SECOND);
    for (int second = 0; second < 100; second++) {
      assertThat(later.after(UNREGISTERED, second * SECOND)).isNotEqualTo(Action.RESTART);
    }
    assertThat(later.after(UNREGISTERED, 100 * SECOND)).isEqualTo(Action.RESTART);
  }

  @Test
  void neverStartsAgainWhenItIsNotToDoSo() {
    SelfRepair patient = new SelfRepair(Duration.ZERO, 0);
    for (int second = 0; second < 1000; second++) {
      assertThat(patient.after(UNREGISTERED, second * SECOND)).isNotEqualTo(Action.RESTART);
    }
  }
}
