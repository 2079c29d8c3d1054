package io.jangteo.loadtest.profile;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** Draws things as often as their weights say. */
public final class Discrete<T> {
  private final List<T> things;
  private final long[] cumulated;

  /**
   * @param weight of each thing, not negative, and not all zero
   */
  public Discrete(List<T> things, ToIntFunction<T> weight) {
    this.things = List.copyOf(things);
    this.cumulated = things.stream().mapToLong(weight::applyAsInt).toArray();
    Arrays.parallelPrefix(cumulated, Math::addExact);
    if (things.isEmpty() || cumulated[cumulated.length - 1] <= 0) {
      throw new IllegalArgumentException("nothing to draw from");
    }
  }

  public T draw(RandomGenerator random) {
    long ticket = random.nextLong(cumulated[cumulated.length - 1]);
    int found = Arrays.binarySearch(cumulated, ticket + 1);
    return things.get(found >= 0 ? first(found) : -found - 1);
  }

  /** Things of weight zero repeat the sum before them and must not be drawn. */
  private int first(int index) {
    int first = index;
    while (first > 0 && cumulated[first - 1] == cumulated[index]) {
      first--;
    }
    return first;
  }
}
