package io.jangteo.launcher.heal;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** How a node watches over its place in the cluster. */
public record HealingSettings(
    @Setting(
            defaultValue = "5s",
            doc =
                "Pause between two rounds in which a node asks all others whether they hear it; 1 s"
                    + " while something is amiss.")
        Duration probeInterval,
    @Setting(defaultValue = "2s", doc = "How long it waits for an answer.") Duration probeTimeout,
    @Setting(
            defaultValue = "30s",
            doc =
                "A node that the others list and cannot reach starts again after this time; 0"
                    + " never.")
        Duration restartAfter,
    @Setting(
            defaultValue = "10m",
            doc =
                "How long a node that went without a word, and whose machine does not say that its"
                    + " process is gone, counts as being on the other side of a partition.")
        Duration lostFor) {

  public HealingSettings {
    require(probeInterval.toMillis() >= 1_000, "probeInterval must be at least 1s");
    require(
        probeTimeout.toMillis() >= 100 && probeTimeout.compareTo(probeInterval) <= 0,
        "probeTimeout must be at least 100ms and no longer than probeInterval");
    require(
        restartAfter.isZero() || restartAfter.compareTo(probeInterval.multipliedBy(2)) >= 0,
        "restartAfter must be 0s or at least two probeIntervals");
    require(!lostFor.isNegative(), "lostFor must not be negative");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
