package io.jangteo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.market.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The simulation is strong enough: it misses every guard that is taken away. */
@DisabledIfSystemProperty(named = "sim.seed", matches = ".+")
class MutationTest {
  private static final long SEEDS_MAX = 2_000;

  @Test
  void everyMutationIsCaught() {
    // Given
    List<Mutation> mutations =
        Arrays.stream(Mutation.values()).filter(mutation -> mutation != Mutation.NONE).toList();

    // When
    List<String> missed =
        mutations.parallelStream()
            .filter(mutation -> !isCaught(mutation))
            .map(Mutation::name)
            .toList();
    System.out.printf(
        "mutations caught %d of %d%n", mutations.size() - missed.size(), mutations.size());

    // Then
    assertThat(missed).as("mutations that %d seeds do not see", SEEDS_MAX).isEmpty();
  }

  private static boolean isCaught(Mutation mutation) {
    Optional<Outcome> caught = Batch.firstToSee(mutation, SEEDS_MAX);
    caught.ifPresent(
        outcome ->
            System.out.printf(
                "  %-28s seed %-5d %s%n",
                mutation, outcome.seed(), outcome.violation().orElseThrow()));
    return caught.isPresent();
  }
}
