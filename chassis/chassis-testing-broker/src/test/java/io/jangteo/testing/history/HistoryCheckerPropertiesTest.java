package io.jangteo.testing.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.testing.history.Verdict.Judgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Faults are planted in a history, in any order of what its clients do; all are found, no other.
 */
class HistoryCheckerPropertiesTest {
  /** What becomes of an element: what its client is told, and how often it is there in the end. */
  private enum Fate {
    KEPT(Outcome.OK, 1),
    LATE(Outcome.OK, 1),
    LOST(Outcome.OK, 0),
    DOUBLED(Outcome.OK, 2),
    REFUSED(Outcome.FAIL, 0),
    DENIED(Outcome.FAIL, 1),
    NEVER_DONE(Outcome.INFO, 0),
    DONE_UNHEARD(Outcome.INFO, 1),
    INVENTED(null, 1);

    private static final Set<Fate> WRONG = EnumSet.of(LOST, DOUBLED, DENIED, INVENTED);

    private final Outcome told;
    private final int times;

    Fate(Outcome told, int times) {
      this.told = told;
      this.times = times;
    }
  }

  @Property
  void everyPlantedFaultIsFoundAndNoOther(
      @ForAll @Size(max = 30) List<Fate> fates, @ForAll Random random) {
    Verdict<Integer> verdict = HistoryChecker.ofAtLeast(0).check(run(fates, random));

    assertThat(verdict.lost()).isEqualTo(of(fates, EnumSet.of(Fate.LOST)));
    assertThat(verdict.duplicated()).isEqualTo(of(fates, EnumSet.of(Fate.DOUBLED)));
    assertThat(verdict.denied()).isEqualTo(of(fates, EnumSet.of(Fate.DENIED)));
    assertThat(verdict.unexpected()).isEqualTo(of(fates, EnumSet.of(Fate.INVENTED)));
    assertThat(verdict.recovered())
        .isEqualTo(of(fates, EnumSet.of(Fate.DENIED, Fate.DONE_UNHEARD)));
    assertThat(verdict.stale()).isEqualTo(of(fates, EnumSet.of(Fate.LATE)));
    assertThat(verdict.neverRead()).isEmpty();
    assertThat(verdict.judgement() == Judgement.INVALID)
        .isEqualTo(fates.stream().anyMatch(Fate.WRONG::contains));
  }

  @Property
  void nothingIsValidBelowTheLeastThatMeansAnything(
      @ForAll @Size(max = 30) List<Fate> fates, @ForAll Random random) {
    int acknowledged = (int) fates.stream().filter(fate -> fate.told == Outcome.OK).count();

    Verdict<Integer> verdict = HistoryChecker.ofAtLeast(acknowledged + 1).check(run(fates, random));

    assertThat(verdict.acknowledged()).isEqualTo(acknowledged);
    assertThat(verdict.judgement()).isNotEqualTo(Judgement.VALID);
  }

  private static History<Integer> run(List<Fate> fates, Random random) {
    AtomicLong clock = new AtomicLong();
    Journal<Integer> journal = new Journal<>(clock::incrementAndGet);
    List<Integer> steps = new ArrayList<>();
    for (int element = 0; element < fates.size(); element++) {
      if (fates.get(element).told != null) {
        steps.addAll(List.of(element, element));
      }
    }
    Collections.shuffle(steps, random);
    boolean[] invoked = new boolean[fates.size()];
    for (int element : steps) {
      if (invoked[element]) {
        journal.told(element, fates.get(element).told);
      } else {
        journal.invoke(element);
        invoked[element] = true;
      }
    }
    journal.read(() -> there(fates, EnumSet.complementOf(EnumSet.of(Fate.LATE))));
    journal.read(() -> there(fates, EnumSet.allOf(Fate.class)));
    return journal.history();
  }

  private static List<Integer> there(List<Fate> fates, Set<Fate> shown) {
    List<Integer> there = new ArrayList<>();
    for (int element = 0; element < fates.size(); element++) {
      if (shown.contains(fates.get(element))) {
        there.addAll(Collections.nCopies(fates.get(element).times, element));
      }
    }
    return there;
  }

  private static Set<Integer> of(List<Fate> fates, Set<Fate> wanted) {
    return IntStream.range(0, fates.size())
        .filter(element -> wanted.contains(fates.get(element)))
        .boxed()
        .collect(Collectors.toSet());
  }
}
