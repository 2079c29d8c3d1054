package io.jangteo.testing.history;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What a history shows.
 *
 * @param attempted how many elements were to be added
 * @param acknowledged of how many of them a client was told that they are there
 * @param lost once known to be there, and missing in the last reading
 * @param duplicated more than once in some reading
 * @param unexpected in some reading, though nobody added them
 * @param denied in the last reading, though a client was told that they never would be
 * @param recovered in the last reading without having been acknowledged; includes the denied
 * @param stale missing in a reading that began when they were known to be there, but not lost
 * @param neverRead acknowledged after the last reading had begun
 * @param longestGap between two acknowledgements, or before the first
 */
public record Verdict<E>(
    Judgement judgement,
    int attempted,
    int acknowledged,
    Set<E> lost,
    Set<E> duplicated,
    Set<E> unexpected,
    Set<E> denied,
    Set<E> recovered,
    Set<E> stale,
    Set<E> neverRead,
    Duration longestGap) {

  /** The verdict in a word. */
  public enum Judgement {
    VALID,
    INVALID,
    /** Nothing is wrong, but too little was done or read for that to mean anything. */
    UNKNOWN
  }

  /** In numbers. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s attempted=%d acknowledged=%d lost=%d duplicated=%d unexpected=%d denied=%d"
            + " recovered=%d stale=%d never-read=%d longest-gap=%.1fs",
        judgement,
        attempted,
        acknowledged,
        lost.size(),
        duplicated.size(),
        unexpected.size(),
        denied.size(),
        recovered.size(),
        stale.size(),
        neverRead.size(),
        longestGap.toMillis() / 1000.0);
  }
}
