package io.jangteo.simulation.market;

import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Sim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of one run.
 *
 * @param violation the first broken invariant
 * @param hash the same for every run of the same seed
 * @param cells states of sagas and the messages they met
 * @param paths why orders were undone, and what was undone
 */
public record Outcome(
    long seed,
    Optional<String> violation,
    long hash,
    long events,
    Set<Fault> chosen,
    Map<Fault, Integer> injected,
    Map<CrashPoint, Integer> crashes,
    Map<String, Integer> cells,
    Map<String, Integer> paths,
    List<String> trace) {
  Outcome(long seed, Optional<String> violation, Sim sim, Coverage coverage) {
    this(
        seed,
        violation,
        sim.trace().hash(),
        sim.events(),
        sim.faults().chosen(),
        sim.faults().injected(),
        sim.faults().crashes(),
        coverage.cells(),
        coverage.paths(),
        sim.trace().lines());
  }
}
