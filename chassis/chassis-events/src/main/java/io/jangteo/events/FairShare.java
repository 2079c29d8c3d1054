package io.jangteo.events;

import io.jangteo.events.RelayStore.Look;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one instance of a service does about the partitions when it has seen who is there and who
 * has which. The partitions are divided by those who can work on them; all who see the same come to
 * numbers that add up, so nobody has to ask anybody.
 *
 * @param take free partitions that are due to it: those it had before, then the lowest
 * @param give partitions that are due to others, the highest first
 */
record FairShare(Set<Integer> take, Set<Integer> give) {
  /**
   * @param owned what the instance that looked has
   * @param before what it had until it lost its session
   */
  static FairShare of(Look look, Set<Integer> owned, Set<Integer> before) {
    int due = due(look, owned.size());
    return new FairShare(
        first(look.free(), beforeFirst(before), due - owned.size()),
        first(owned, Comparator.reverseOrder(), owned.size() - due));
  }

  private static Comparator<Integer> beforeFirst(Set<Integer> before) {
    return Comparator.<Integer, Boolean>comparing(partition -> !before.contains(partition))
        .thenComparing(Comparator.naturalOrder());
  }

  /** Of what is taken only what it had before, if it had anything: others may come back too. */
  FairShare again(Set<Integer> before) {
    return before.isEmpty() ? this : new FairShare(common(take, before), give);
  }

  private static Set<Integer> common(Set<Integer> some, Set<Integer> others) {
    Set<Integer> both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
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

  private static Set<Integer> first(Set<Integer> partitions, Comparator<Integer> order, int count) {
    return partitions.stream()
        .sorted(order)
        .limit(Math.max(0, count))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
