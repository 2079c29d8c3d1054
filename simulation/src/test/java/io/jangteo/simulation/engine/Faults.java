package io.jangteo.simulation.engine;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The faults of one run: a random subset, each at a random rate, until they are healed. */
public final class Faults {
  private static final double SHARE = 0.35;

  private final SplittableRandom random;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private final Map<CrashPoint, Integer> crashes = new EnumMap<>(CrashPoint.class);
  private boolean healed;

  /**
   * @param without kinds that are left out, so that a failing run can be made simpler
   */
  Faults(SplittableRandom random, Set<Fault> without) {
    this.random = random;
    for (Fault fault : Fault.values()) {
      boolean chosen = random.nextDouble() < SHARE;
      double rate = fault.rate(square(random.nextDouble()));
      if (chosen && !without.contains(fault)) {
        rates.put(fault, rate);
      }
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /** The kinds that may strike in this run. */
  public Set<Fault> chosen() {
    return rates.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(rates.keySet());
  }

  /** Whether the fault strikes here and now; counted if so. */
  public boolean strikes(Fault fault) {
    Double rate = healed ? null : rates.get(fault);
    if (rate == null || random.nextDouble() >= rate) {
      return false;
    }
    injected.merge(fault, 1, Integer::sum);
    return true;
  }

  boolean crashesAt(CrashPoint point) {
    boolean crashes = strikes(Fault.CRASH);
    if (crashes) {
      this.crashes.merge(point, 1, Integer::sum);
    }
    return crashes;
  }

  /** From now on nothing strikes any more. */
  public void heal() {
    healed = true;
  }

  public boolean healed() {
    return healed;
  }

  public Map<Fault, Integer> injected() {
    return injected;
  }

  public Map<CrashPoint, Integer> crashes() {
    return crashes;
  }
}
