package io.jangteo.simulation;

import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.market.Market;
import io.jangteo.simulation.market.Outcome;
import java.util.EnumSet;
import java.util.Set;

/** A run that broke a promise, made simpler and told in full. */
final class Replay {
  private static final String COMMAND =
      "mvn test -pl simulation -am -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dsim.seed=";

  private Replay() {}

  /** The run with as few kinds of faults as still break the same promise. */
  static Outcome of(long seed) {
    Outcome first = Market.run(seed, Mutation.NONE, Set.of(), true);
    return first.violation().isEmpty() ? first : simpler(first);
  }

  private static Outcome simpler(Outcome broken) {
    Set<Fault> without = EnumSet.noneOf(Fault.class);
    Outcome simplest = broken;
    for (Fault fault : broken.chosen()) {
      without.add(fault);
      Outcome tried = Market.run(broken.seed(), Mutation.NONE, without, true);
      if (tried.violation().isPresent() && id(tried).equals(id(broken))) {
        simplest = tried;
      } else {
        without.remove(fault);
      }
    }
    return simplest;
  }

  private static String id(Outcome outcome) {
    return outcome.violation().orElseThrow().substring(0, 2);
  }

  static String report(Outcome outcome) {
    return String.format(
        "seed %d with %s: %s%n  replay: %s%d",
        outcome.seed(),
        outcome.chosen(),
        outcome.violation().orElse("nothing broken"),
        COMMAND,
        outcome.seed());
  }
}
