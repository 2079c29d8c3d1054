package io.jangteo.testing.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.testing.history.Verdict.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
  private final AtomicLong clock = new AtomicLong();
  private final Journal<String> journal = new Journal<>(clock::incrementAndGet);

  @Test
  void whatWasAcknowledgedAndIsThereIsFine() {
    add("a", Outcome.OK);
    add("b", Outcome.FAIL);
    add("c", Outcome.INFO);
    read("a");

    Verdict<String> verdict = check(1);

    assertThat(verdict.judgement()).isEqualTo(Judgement.VALID);
    assertThat(verdict.attempted()).isEqualTo(3);
    assertThat(verdict.acknowledged()).isEqualTo(1);
    assertThat(verdict.recovered()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedAndIsGoneIsLost() {
    add("a", Outcome.OK);
    add("b", Outcome.OK);
    read("a");

    Verdict<String> verdict = check(1);

    assertThat(verdict.lost()).containsExactly("b");
    assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
  }

  @Test
  void whatWasReadOnceAndIsGoneIsLostThoughNobodyWasToldOfIt() {
    add("a", Outcome.OK);
    add("b", Outcome.INFO);
    read("a", "b");
    read("a");

    assertThat(check(1).lost()).containsExactly("b");
  }

  @Test
  void whatIsThereTwiceInAnyReadingIsDuplicated() {
    add("a", Outcome.OK);
    read("a", "a");
    read("a");

    Verdict<String> verdict = check(1);

    assertThat(verdict.duplicated()).containsExactly("a");
    assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
  }

  @Test
  void whatNobodyAddedIsUnexpected() {
    add("a", Outcome.OK);
    read("a", "b");

    Verdict<String> verdict = check(1);

    assertThat(verdict.unexpected()).containsExactly("b");
    assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
  }

  @Test
  void anUnknownOutcomeMayHaveHappened() {
    add("a", Outcome.OK);
    add("b", Outcome.INFO);
    journal.invoke("c");
    read("a", "b", "c");

    Verdict<String> verdict = check(1);

    assertThat(verdict.recovered()).containsExactlyInAnyOrder("b", "c");
    assertThat(verdict.judgement()).isEqualTo(Judgement.VALID);
  }

  @Test
  void whatAClientWasToldHasNotHappenedMustNotHave() {
    add("a", Outcome.OK);
    add("b", Outcome.FAIL);
    read("a", "b");

    Verdict<String> verdict = check(1);

    assertThat(verdict.denied()).containsExactly("b");
    assertThat(verdict.recovered()).containsExactly("b");
    assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
  }

  @Test
  void aReadingOlderThanWhatWasAcknowledgedIsStaleAndWrongOnlyWhereFreshReadsArePromised() {
    add("a", Outcome.OK);
    add("b", Outcome.OK);
    read("a");
    read("a", "b");

    assertThat(check(1).stale()).containsExactly("b");
    assertThat(check(1).judgement()).isEqualTo(Judgement.VALID);
    assertThat(HistoryChecker.ofAtLeast(1).withFreshReads().check(journal.history()).judgement())
        .isEqualTo(Judgement.INVALID);
  }

  @Test
  void aReadingMayOrMayNotShowWhatIsAcknowledgedWhileItIsTaken() {
    journal.invoke("a");
    journal.read(
        () -> {
          journal.told("a", Outcome.OK);
          return List.of();
        });

    Verdict<String> verdict = check(1);

    assertThat(verdict.lost()).isEmpty();
    assertThat(verdict.stale()).isEmpty();
    assertThat(verdict.neverRead()).containsExactly("a");
    assertThat(verdict.judgement()).isEqualTo(Judgement.UNKNOWN);
  }

  @Test
  void aRunInWhichNothingWasDoneOrReadMeansNothing() {
    assertThat(check(1).judgement()).isEqualTo(Judgement.UNKNOWN);
    add("a", Outcome.OK);
    assertThat(check(1).judgement()).isEqualTo(Judgement.UNKNOWN);
    read("a");
    assertThat(check(2).judgement()).isEqualTo(Judgement.UNKNOWN);
    assertThat(check(1).judgement()).isEqualTo(Judgement.VALID);
  }

  @Test
  void theLongestGapIsBetweenTwoAcknowledgementsOrBeforeTheFirst() {
    journal.invoke("a");
    journal.invoke("b");
    clock.set(50);
    journal.told("b", Outcome.OK);
    clock.set(60);
    journal.told("a", Outcome.OK);
    clock.set(1_000);
    journal.invoke("c");

    assertThat(check(1).longestGap()).isEqualTo(Duration.ofNanos(50));
  }

  @Test
  void aJournalTakesNoElementAndNoOutcomeTwice() {
    add("a", Outcome.OK);

    assertThatThrownBy(() -> journal.invoke("a")).hasMessage("a was added before");
    assertThatThrownBy(() -> journal.told("a", Outcome.FAIL)).hasMessageContaining("no outcome");
    assertThatThrownBy(() -> journal.told("b", Outcome.OK)).hasMessageContaining("no outcome");
  }

  @Test
  void aVerdictIsALineOfNumbers() {
    add("a", Outcome.OK);
    read();

    assertThat(check(1))
        .hasToString(
            "INVALID attempted=1 acknowledged=1 lost=1 duplicated=0 unexpected=0 denied=0"
                + " recovered=0 stale=0 never-read=0 longest-gap=0.0s");
  }

  private void add(String element, Outcome outcome) {
    journal.invoke(element);
    journal.told(element, outcome);
  }

  private void read(String... seen) {
    journal.read(() -> List.of(seen));
  }

  private Verdict<String> check(int least) {
    return HistoryChecker.ofAtLeast(least).check(journal.history());
  }
}
