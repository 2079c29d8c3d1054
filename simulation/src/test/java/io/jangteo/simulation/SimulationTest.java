package io.jangteo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.market.Market;
import io.jangteo.simulation.market.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Thousands of markets in which everything goes wrong that can. */
class SimulationTest {
  private static final String ONE = "sim.seed";
  private static final long TWICE = 200;

  @Test
  @DisabledIfSystemProperty(named = ONE, matches = ".+")
  void everySeedKeepsEveryPromise() {
    // When
    Batch batch = Batch.of(Long.getLong("sim.seeds", 5_000));
    System.out.println(batch.summary());

    // Then
    assertThat(batch.broken().stream().limit(5).map(Replay::report))
        .as("broken promises; %d seeds in all", batch.broken().size())
        .isEmpty();
    assertThat(batch.injected().keySet()).as("faults").isEqualTo(EnumSet.allOf(Fault.class));
    assertThat(batch.crashes().keySet())
        .as("crash points")
        .isEqualTo(EnumSet.allOf(CrashPoint.class));
    assertThat(batch.cells().keySet()).as("states and messages").containsAll(Expected.CELLS);
    assertThat(batch.paths().keySet()).as("ways back").containsAll(Expected.PATHS);
  }

  @Test
  @DisabledIfSystemProperty(named = ONE, matches = ".+")
  void theSameSeedIsTheSameRun() {
    // When, Then
    assertThat(hashes()).isEqualTo(hashes());
  }

  private static List<Long> hashes() {
    return LongStream.rangeClosed(1, TWICE)
        .parallel()
        .map(seed -> Market.run(seed, Mutation.NONE, Set.of(), false).hash())
        .boxed()
        .toList();
  }

  /** One seed, told in full. */
  @Test
  @EnabledIfSystemProperty(named = ONE, matches = ".+")
  void replay() {
    // When
    Outcome outcome = Replay.of(Long.getLong(ONE));
    outcome.trace().forEach(System.out::println);

    // Then
    assertThat(outcome.violation()).as(Replay.report(outcome)).isEmpty();
  }
}
