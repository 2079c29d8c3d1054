package io.jangteo.simulation;

import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.market.Market;
import io.jangteo.simulation.market.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Many runs, and what they saw in all. */
final class Batch {
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private final Map<CrashPoint, Integer> crashes = new EnumMap<>(CrashPoint.class);
  private final Map<String, Integer> cells = new TreeMap<>();
  private final Map<String, Integer> paths = new TreeMap<>();
  private final List<Outcome> broken;
  private final long seeds;
  private final long millis;

  private Batch(long seeds, long began, List<Outcome> outcomes) {
    this.seeds = seeds;
    this.broken = outcomes.stream().filter(o -> o.violation().isPresent()).toList();
    outcomes.forEach(
        outcome -> {
          add(injected, outcome.injected());
          add(crashes, outcome.crashes());
          add(cells, outcome.cells());
          add(paths, outcome.paths());
        });
    this.millis = (System.nanoTime() - began) / 1_000_000;
  }

  private static <K> void add(Map<K, Integer> sums, Map<K, Integer> some) {
    some.forEach((key, count) -> sums.merge(key, count, Integer::sum));
  }

  /** Seeds 1 to {@code seeds}, on all processors: no two runs share anything. */
  static Batch of(long seeds) {
    long began = System.nanoTime();
    List<Outcome> outcomes =
        LongStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> Market.run(seed, Mutation.NONE, Set.of(), false))
            .collect(Collectors.toList());
    return new Batch(seeds, began, outcomes);
  }

  /** The first seed that sees the mutation, up to {@code most}. */
  static Optional<Outcome> firstToSee(Mutation mutation, long most) {
    return LongStream.rangeClosed(1, most)
        .mapToObj(seed -> Market.run(seed, mutation, Set.of(), false))
        .filter(outcome -> outcome.violation().isPresent())
        .findFirst();
  }

  List<Outcome> broken() {
    return broken;
  }

  Map<Fault, Integer> injected() {
    return injected;
  }

  Map<CrashPoint, Integer> crashes() {
    return crashes;
  }

  Map<String, Integer> cells() {
    return cells;
  }

  Map<String, Integer> paths() {
    return paths;
  }

  String summary() {
    int faults = injected.values().stream().mapToInt(Integer::intValue).sum();
    return String.format(
        "simulation: %d seeds, %d broken, %d faults, %d cells of states and messages, %.1f s%n"
            + "  faults  %s%n  crashes %s%n  cells   %s",
        seeds, broken.size(), faults, cells.size(), millis / 1000.0, injected, crashes, cells);
  }
}
