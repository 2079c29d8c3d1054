package io.jangteo.member.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jangteo.member.domain.KeySchedule.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration ROTATION = Duration.ofHours(24);
  private static final Duration LEAD = Duration.ofMinutes(15);
  private static final Duration RETENTION = Duration.ofMinutes(20);
  private static final KeySchedule SCHEDULE = new KeySchedule(ROTATION, LEAD, RETENTION);

  @Test
  void firstKeySignsAtOnce() {
    assertThat(SCHEDULE.nextActivation(List.of(), START)).contains(START);
  }

  @Test
  void successorIsMadeOneLeadBeforeItSigns() {
    List<Entry> keys = List.of(new Entry("a", START));
    Instant due = START.plus(ROTATION).minus(LEAD);

    assertThat(SCHEDULE.nextActivation(keys, due.minusMillis(1))).isEmpty();
    assertThat(SCHEDULE.nextActivation(keys, due)).contains(START.plus(ROTATION));
  }

  @Test
  void afterALongStopTheSuccessorIsStillPublishedFirst() {
    Instant now = START.plus(Duration.ofDays(9));

    assertThat(SCHEDULE.nextActivation(List.of(new Entry("a", START)), now))
        .contains(now.plus(LEAD));
  }

  @Test
  void newestActiveKeySigns() {
    List<Entry> keys = List.of(new Entry("b", START.plus(ROTATION)), new Entry("a", START));

    assertThat(SCHEDULE.current(keys, START.plus(ROTATION).minusMillis(1)))
        .map(Entry::kid)
        .contains("a");
    assertThat(SCHEDULE.current(keys, START.plus(ROTATION))).map(Entry::kid).contains("b");
  }

  @Test
  void keyStaysPublishedUntilItsLastTokenHasRunOut() {
    List<Entry> keys = List.of(new Entry("a", START), new Entry("b", START.plus(ROTATION)));
    Instant end = START.plus(ROTATION).plus(RETENTION);

    assertThat(SCHEDULE.outdated(keys, end)).isEmpty();
    assertThat(SCHEDULE.outdated(keys, end.plusMillis(1))).containsExactly("a");
  }

  @Test
  void overAMonthThereIsAlwaysAKeyToSignWithAndNeverMoreThanTwo() {
    List<Entry> keys = new ArrayList<>();
    for (int minute = 0; minute < 30 * 24 * 60; minute++) {
      Instant now = START.plus(Duration.ofMinutes(minute));
      String kid = "k" + minute;
      SCHEDULE.nextActivation(keys, now).ifPresent(from -> keys.add(new Entry(kid, from)));
      List<String> outdated = SCHEDULE.outdated(keys, now);
      keys.removeIf(key -> outdated.contains(key.kid()));

      assertThat(SCHEDULE.current(keys, now).orElseThrow().activeFrom()).isBeforeOrEqualTo(now);
      assertThat(keys).hasSizeBetween(1, 2);
    }
  }

  @Test
  void leadMustBeShorterThanRotation() {
    assertThatIllegalArgumentException().isThrownBy(() -> new KeySchedule(LEAD, LEAD, RETENTION));
  }
}
