package io.jangteo.testing.history;

import io.jangteo.testing.history.Verdict.Judgement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a history: what a client was told is there has to be there in the end, once; what it was
 * told is not there must not be; what nobody added neither.
 */
public final class HistoryChecker {
  private final int acknowledgedMin;
  private final boolean freshReads;

  private HistoryChecker(int acknowledgedMin, boolean freshReads) {
    this.acknowledgedMin = acknowledgedMin;
    this.freshReads = freshReads;
  }

  /**
   * A checker that lets readings lag behind.
   *
   * @param count below which a history without a fault proves nothing: a run in which nothing was
   *     done must not pass
   */
  public static HistoryChecker ofAtLeast(int count) {
    return new HistoryChecker(count, false);
  }

  /** One to which a reading is wrong that is older than what was acknowledged before it began. */
  public HistoryChecker withFreshReads() {
    return new HistoryChecker(acknowledgedMin, true);
  }

  /** The verdict once the run is over and everything was read a last time. */
  public <E> Verdict<E> check(History<E> history) {
    Map<E, Long> known = known(history);
    Set<E> lost = lost(history, known);
    Set<E> acknowledged = withOutcome(history, Outcome.OK);
    Set<E> seenLast = history.last().map(last -> last.seen().keySet()).orElse(Set.of());
    Set<E> denied = both(withOutcome(history, Outcome.FAIL), seenLast);
    Set<E> recovered = both(withOutcome(history, Outcome.INFO), seenLast);
    recovered.addAll(denied);
    Set<E> duplicated = duplicated(history);
    Set<E> unexpected = unexpected(history);
    Set<E> stale = stale(history, known, lost);
    Set<E> neverRead = neverRead(history);
    boolean wrong = anyIn(lost, duplicated, unexpected, denied, freshReads ? stale : Set.<E>of());
    boolean meaningless = acknowledged.size() < acknowledgedMin || anyIn(neverRead);
    return new Verdict<>(
        wrong ? Judgement.INVALID : meaningless ? Judgement.UNKNOWN : Judgement.VALID,
        history.operations().size(),
        acknowledged.size(),
        lost,
        duplicated,
        unexpected,
        denied,
        recovered,
        stale,
        neverRead,
        longestGap(history));
  }

  private static boolean anyIn(Set<?>... sets) {
    return Arrays.stream(sets).anyMatch(set -> !set.isEmpty());
  }

  /** Since when each element is known to be there: a client was told, or it was read. */
  private static <E> Map<E, Long> known(History<E> history) {
    Map<E, Long> known = new HashMap<>();
    for (Operation<E> operation : history.operations()) {
      if (operation.outcome() == Outcome.OK) {
        known.put(operation.element(), operation.toldNanos());
      }
    }
    for (Reading<E> reading : history.readings()) {
      reading.seen().keySet().forEach(seen -> known.merge(seen, reading.endedNanos(), Math::min));
    }
    return known;
  }

  private static <E> Set<E> lost(History<E> history, Map<E, Long> known) {
    return history.last().map(last -> missing(last, known)).orElse(Set.of());
  }

  private static <E> Set<E> missing(Reading<E> reading, Map<E, Long> known) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue() <= reading.begunNanos())
        .map(Map.Entry::getKey)
        .filter(element -> !reading.shows(element))
        .collect(Collectors.toSet());
  }

  private static <E> Set<E> stale(History<E> history, Map<E, Long> known, Set<E> lost) {
    Set<E> stale = new HashSet<>();
    history.readings().forEach(reading -> stale.addAll(missing(reading, known)));
    stale.removeAll(lost);
    return stale;
  }

  private static <E> Set<E> duplicated(History<E> history) {
    return history.readings().stream()
        .flatMap(reading -> reading.seen().entrySet().stream())
        .filter(seen -> seen.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static <E> Set<E> unexpected(History<E> history) {
    Set<E> seen = new HashSet<>();
    history.readings().forEach(reading -> seen.addAll(reading.seen().keySet()));
    history.operations().forEach(operation -> seen.remove(operation.element()));
    return seen;
  }

  /** Of these the last reading may say nothing. */
  private static <E> Set<E> neverRead(History<E> history) {
    Optional<Reading<E>> last = history.last();
    return history.operations().stream()
        .filter(operation -> operation.outcome() == Outcome.OK)
        .filter(
            operation ->
                last.isEmpty()
                    || (operation.toldNanos() > last.get().begunNanos()
                        && !last.get().shows(operation.element())))
        .map(Operation::element)
        .collect(Collectors.toSet());
  }

  private static <E> Set<E> withOutcome(History<E> history, Outcome outcome) {
    return history.operations().stream()
        .filter(operation -> operation.outcome() == outcome)
        .map(Operation::element)
        .collect(Collectors.toSet());
  }

  private static <E> Set<E> both(Set<E> one, Set<E> other) {
    Set<E> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static <E> Duration longestGap(History<E> history) {
    List<Long> told =
        history.operations().stream()
            .filter(operation -> operation.outcome() == Outcome.OK)
            .map(Operation::toldNanos)
            .sorted()
            .toList();
    Optional<Long> begin =
        history.operations().stream().map(Operation::invokedNanos).min(Comparator.naturalOrder());
    long longest = 0;
    long before = begin.orElse(0L);
    for (long next : told) {
      longest = Math.max(longest, next - before);
      before = next;
    }
    return Duration.ofNanos(longest);
  }
}
