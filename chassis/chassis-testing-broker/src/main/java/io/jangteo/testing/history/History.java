package io.jangteo.testing.history;

import java.util.List;
import java.util.Optional;

/**
 * What happened in one run, as its clients saw it.
 *
 * @param operations one for each element
 * @param readings in the order in which they ended; the last one decides what is lost
 */
public record History<E>(List<Operation<E>> operations, List<Reading<E>> readings) {
  public History {
    operations = List.copyOf(operations);
    readings = List.copyOf(readings);
  }

  Optional<Reading<E>> last() {
    return readings.isEmpty() ? Optional.empty() : Optional.of(readings.get(readings.size() - 1));
  }
}
