package io.jangteo.marketplace.cluster;

import java.util.Locale;

/**
 * One process that another one has taken the place of.
 *
 * @param name for example {@code order-1}
 * @param fromRelease name of the jar it ran
 * @param toRelease name of the jar its successor runs
 * @param startedMillis how long the successor took until every gateway asked it
 * @param drainedMillis how long the predecessor then took to finish
 * @param awayMillis how long neither was there; 0 where the successor was first
 */
public record Replaced(
    String name,
    long fromPid,
    long toPid,
    String fromRelease,
    String toRelease,
    long startedMillis,
    long drainedMillis,
    long awayMillis) {

  /** One line for a person. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%-18s pid %d took over from %d after %.1f s, which drained in %.1f s%s",
        name,
        toPid,
        fromPid,
        startedMillis / 1e3,
        drainedMillis / 1e3,
        awayMillis == 0 ? "" : String.format(Locale.ROOT, "; away for %.1f s", awayMillis / 1e3));
  }
}
