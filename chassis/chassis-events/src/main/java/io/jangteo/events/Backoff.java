package io.jangteo.events;

import java.time.Duration;

/**
 * Pauses that double up to a limit.
 *
 * @param first upper bound of the pause after the first failure
 * @param longest upper bound of any pause
 */
record Backoff(Duration first, Duration longest) {
  private static final int DOUBLINGS_MAX = 30;

  /** The bound after {@code failures} failures in a row, at least one. */
  Duration bound(int failures) {
    int doublings = Math.min(Math.max(failures, 1) - 1, DOUBLINGS_MAX);
    long millis = first.toMillis() << doublings;
    return millis > longest.toMillis() ? longest : Duration.ofMillis(millis);
  }

  /** A random pause of at most the bound and at least a tenth of it, in milliseconds. */
  long pauseMillis(int failures, Clockwork clockwork) {
    long bound = bound(failures).toMillis();
    long least = Math.max(1, bound / 10);
    return least + clockwork.random(Math.max(0, bound - least) + 1);
  }
}
