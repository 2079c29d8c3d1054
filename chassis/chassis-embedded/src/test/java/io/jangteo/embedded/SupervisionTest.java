package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.embedded.Supervision.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SupervisionTest {
  private static final long FLOOR = 100;
  private static final long ROOM = 1_000;

  private long now = Duration.ofDays(1).toNanos();
  private final Supervision supervision = new Supervision(new DiskFloor(FLOOR), now);

  private Step observe(boolean alive, long free) {
    return supervision.observe(alive, free, now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void leavesAServerAloneThatRuns() {
    assertThat(observe(true, ROOM)).isEqualTo(Step.NOTHING);
    assertThat(observe(true, FLOOR)).isEqualTo(Step.NOTHING);
    assertThat(supervision.isRunning()).isTrue();
  }

  @Test
  void startsADeadServerOnceAndOnlyAfterThePause() {
    assertThat(observe(false, ROOM)).isEqualTo(Step.MOURN);
    assertThat(supervision.pause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(observe(false, ROOM)).isEqualTo(Step.NOTHING);

    pass(Duration.ofSeconds(1));

    assertThat(observe(false, ROOM)).isEqualTo(Step.START);
    supervision.started(now);
    assertThat(observe(true, ROOM)).isEqualTo(Step.NOTHING);
  }

  @Test
  void startsAServerAtOnceThatHadRunForLong() {
    pass(BackOff.SOUND_RUN);

    assertThat(observe(false, ROOM)).isEqualTo(Step.MOURN);
    assertThat(observe(false, ROOM)).isEqualTo(Step.START);
  }

  @Test
  void neverTriesTwiceWithinTheBackOff() {
    observe(false, ROOM);
    Duration waited = Duration.ZERO;
    for (int attempt = 0; attempt < 10; attempt++) {
      Duration pause = supervision.pause();
      pass(pause.minusNanos(1));
      assertThat(observe(false, ROOM)).isEqualTo(Step.NOTHING);
      pass(Duration.ofNanos(1));
      assertThat(observe(false, ROOM)).isEqualTo(Step.START);
      supervision.failed(now);
      waited = waited.plus(pause);
    }
    assertThat(waited.toSeconds()).isEqualTo(1 + 2 + 4 + 8 + 16 + 5 * 30);
  }

  @Test
  void countsOnAfterARunThatWasShort() {
    observe(false, ROOM);
    pass(supervision.pause());
    observe(false, ROOM);
    supervision.started(now);

    pass(Duration.ofSeconds(2));

    assertThat(observe(false, ROOM)).isEqualTo(Step.MOURN);
    assertThat(supervision.pause()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void stopsAServerWithoutRoomAndStartsItAtTwiceTheFloor() {
    assertThat(observe(true, FLOOR - 1)).isEqualTo(Step.HALT);
    assertThat(supervision.isRunning()).isFalse();
    assertThat(observe(false, FLOOR - 1)).isEqualTo(Step.NOTHING);
    assertThat(observe(false, 2 * FLOOR - 1)).isEqualTo(Step.NOTHING);
    pass(Duration.ofHours(1));
    assertThat(observe(false, FLOOR)).isEqualTo(Step.NOTHING);

    assertThat(observe(false, 2 * FLOOR)).isEqualTo(Step.START);
  }

  @Test
  void tellsADeathForLackOfRoomFromAnother() {
    assertThat(observe(false, 0)).isEqualTo(Step.MOURN_WITHOUT_ROOM);
    pass(Duration.ofHours(1));
    assertThat(observe(false, 0)).isEqualTo(Step.NOTHING);

    assertThat(observe(false, ROOM)).isEqualTo(Step.START);
  }

  @Test
  void doesNotStartADeadServerWithoutRoom() {
    observe(false, ROOM);
    pass(supervision.pause());

    assertThat(observe(false, 0)).isEqualTo(Step.WAIT_FOR_ROOM);
    assertThat(observe(false, 0)).isEqualTo(Step.NOTHING);
    assertThat(observe(false, ROOM)).isEqualTo(Step.START);
  }

  @Test
  void pausesAfterAStartThatFailedOnceThereWasRoom() {
    observe(true, 0);
    assertThat(observe(false, ROOM)).isEqualTo(Step.START);

    supervision.failed(now);

    assertThat(observe(false, ROOM)).isEqualTo(Step.NOTHING);
    pass(supervision.pause());
    assertThat(observe(false, ROOM)).isEqualTo(Step.START);
  }
}
