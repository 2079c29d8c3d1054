package io.jangteo.bus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Instances by version, each version with its share of the calls. */
final class Shares {
  private static final Shares EVEN = new Shares(new Target[0][], new int[0], 0);

  private final Target[][] versions;
  private final int[] bounds;
  private final int total;

  private Shares(Target[][] versions, int[] bounds, int total) {
    this.versions = versions;
    this.bounds = bounds;
    this.total = total;
  }

  /** Even when no version that is present weighs anything: somebody must be asked. */
  static Shares of(List<Target> targets, Map<String, Integer> weights) {
    Map<String, List<Target>> present = new LinkedHashMap<>();
    new TreeMap<>(weights)
        .forEach(
            (version, weight) -> {
              List<Target> of =
                  targets.stream()
                      .filter(target -> target.instance().version().equals(version))
                      .toList();
              if (weight > 0 && !of.isEmpty()) {
                present.put(version, of);
              }
            });
    if (present.isEmpty()) {
      return EVEN;
    }
    Target[][] versions = new Target[present.size()][];
    int[] bounds = new int[versions.length];
    int total = 0;
    int next = 0;
    for (Map.Entry<String, List<Target>> entry : present.entrySet()) {
      total += weights.get(entry.getKey());
      versions[next] = entry.getValue().toArray(Target[]::new);
      bounds[next++] = total;
    }
    return new Shares(versions, bounds, total);
  }

  /** Whether there are no shares. */
  boolean isEven() {
    return total == 0;
  }

  /**
   * The instances of one version, at least one.
   *
   * @param point any number; each version has as many of them as it weighs
   */
  Target[] at(long point) {
    long offset = Long.remainderUnsigned(point, total);
    int i = 0;
    while (offset >= bounds[i]) {
      i++;
    }
    return versions[i];
  }
}
