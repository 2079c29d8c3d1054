package io.jangteo.runtime.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What the parts of this process say of themselves. A check must answer at once from what it
 * already knows; nothing is asked over a network when readiness is read.
 */
public final class Health {
  private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Adds or replaces the check of that name, for example {@code order.database}. */
  public void register(String name, BooleanSupplier check) {
    checks.put(name, check);
  }

  public void remove(String name) {
    checks.remove(name);
  }

  /** From now on this process is not ready, whatever its parts say. */
  public void drain() {
    draining.set(true);
  }

  public boolean isDraining() {
    return draining.get();
  }

  public boolean isReady() {
    return !draining.get() && checks.values().stream().allMatch(Health::holds);
  }

  /** Every check with its present answer, by name. */
  public Map<String, Boolean> report() {
    Map<String, Boolean> report = new TreeMap<>();
    checks.forEach((name, check) -> report.put(name, holds(check)));
    return report;
  }

  /** A check that throws says no. */
  private static boolean holds(BooleanSupplier check) {
    try {
      return check.getAsBoolean();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
