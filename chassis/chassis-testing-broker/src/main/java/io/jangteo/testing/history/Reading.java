package io.jangteo.testing.history;

import java.util.Map;

/**
 * All that was there at some moment between its begin and its end.
 *
 * @param seen how often each element was there, once at least
 */
public record Reading<E>(long begunNanos, long endedNanos, Map<E, Long> seen) {
  public Reading {
    seen = Map.copyOf(seen);
  }

  boolean shows(E element) {
    return seen.containsKey(element);
  }
}
