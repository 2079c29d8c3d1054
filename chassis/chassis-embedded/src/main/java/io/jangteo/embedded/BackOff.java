package io.jangteo.embedded;

import java.time.Duration;

/**
 * Pauses before a server is started again: none after a run that was long enough to be sound, else
 * one second, doubled each time up to half a minute.
 */
final class BackOff {
  static final Duration SOUND_RUN = Duration.ofSeconds(30);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration next = FIRST;

  /** The pause after a run of that length ended unasked. */
  Duration afterRun(Duration length) {
    if (length.compareTo(SOUND_RUN) < 0) {
      return afterFailure();
    }
    next = FIRST;
    return Duration.ZERO;
  }

  /** The pause after a start that came to nothing. */
  Duration afterFailure() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return pause;
  }
}
