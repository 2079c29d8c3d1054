package io.jangteo.launcher.heal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which side of a partition this node is on. A node that goes says so; one that dies is found dead
 * where its process was. Those that do neither are lost: they may be there still, with others like
 * them. The side of more nodes is the majority, of equal ones that which has the oldest.
 *
 * <p>Pure: told everything, and what time it is. Times are of {@link System#nanoTime}.
 */
final class Majority {
  private final Duration lostFor;
  private final Set<String> ageing = new LinkedHashSet<>();
  private final Map<String, Long> lost = new HashMap<>();
  private final Set<String> goodbyes = new LinkedHashSet<>();
  private Set<String> present = Set.of();

  /**
   * @param lostFor after which a lost node no longer counts
   */
  Majority(Duration lostFor) {
    this.lostFor = lostFor;
  }

  /**
   * @param members of the cluster as this node knows it, the oldest first
   */
  void present(List<String> members, long now) {
    Set<String> next = new LinkedHashSet<>(members);
    for (String earlier : present) {
      if (!next.contains(earlier) && !goodbyes.remove(earlier)) {
        lost.put(earlier, now);
      }
    }
    next.forEach(lost::remove);
    lost.values().removeIf(since -> now - since > lostFor.toNanos());
    present = next;
    ageing.removeIf(each -> !present.contains(each) && !lost.containsKey(each));
    ageing.addAll(members);
  }

  /** That node goes in good order, now or soon. */
  void goodbye(String node) {
    if (present.contains(node)) {
      goodbyes.add(node);
    }
    forget(node);
  }

  /** That node is dead, or another has taken its place. */
  void forget(String node) {
    lost.remove(node);
  }

  /** Nodes that are gone and may be anything but dead. */
  Collection<String> lost() {
    return new ArrayList<>(lost.keySet());
  }

  /** Whether as many are here as are lost; always so while none is. */
  boolean isHere() {
    int here = present.size();
    if (here != lost.size()) {
      return here > lost.size();
    }
    return ageing.stream().findFirst().map(present::contains).orElse(true);
  }
}
