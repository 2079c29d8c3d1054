package io.jangteo.events;

import io.jangteo.events.RelayStore.Look;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one instance of a service does about the partitions when it has seen who is there and who
 * has which. The partitions are divided by those who can work on them; all who see the same come to
 * numbers that add up, so nobody has to ask anybody.
 *
 * @param take free partitions that are due to it, the lowest first
 * @param give partitions that are due to others, the highest first
 */
record FairShare(Set<Integer> take, Set<Integer> give) {
  /**
   * @param owned what the instance that looked has
   */
  static FairShare of(Look look, Set<Integer> owned) {
    int due = due(look, owned.size());
    return new FairShare(
        first(look.free(), due - owned.size()),
        first(new TreeSet<>(owned).descendingSet(), owned.size() - due));
  }

  /** One who cannot work keeps what it has for as long as nobody else can. */
  private static int due(Look look, int owned) {
    int able = look.able().size();
    if (!look.able().contains(look.self())) {
      return able == 0 ? owned : 0;
    }
    int place = new TreeSet<>(look.able()).headSet(look.self()).size();
    return Partitions.COUNT / able + (place < Partitions.COUNT % able ? 1 : 0);
  }

  private static Set<Integer> first(Set<Integer> partitions, int count) {
    return partitions.stream()
        .limit(Math.max(0, count))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
