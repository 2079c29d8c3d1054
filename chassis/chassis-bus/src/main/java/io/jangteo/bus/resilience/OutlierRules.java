package io.jangteo.bus.resilience;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** When an instance that fails, or says nothing, is left out for a while. */
public record OutlierRules(
    @Setting(
            defaultValue = "5",
            doc = "Gateway errors or time-outs in a row after which an instance is ejected.")
        int failures,
    @Setting(
            defaultValue = "30s",
            doc =
                "How long it is ejected the first time; the second time twice as long, and so on.")
        Duration ejection,
    @Setting(defaultValue = "300s", doc = "No ejection is longer.") Duration ejectionMax,
    @Setting(
            defaultValue = "50",
            doc = "Percentage of a service's instances ejected at most; one is always kept.")
        int ejectedPercentMax,
    @Setting(
            defaultValue = "500ms",
            doc = "An instance that owes answers and gives none for this long is probed.")
        Duration quiet,
    @Setting(
            defaultValue = "1s",
            doc = "One that does not answer a probe in this time is left out until it does.")
        Duration probeTimeout) {

  public OutlierRules {
    require(failures >= 1, "failures must be 1 or more");
    require(
        ejectedPercentMax >= 0 && ejectedPercentMax <= 100,
        "ejectedPercentMax must be from 0 to 100");
    require(ejection.toNanos() > 0, "ejection must be positive");
    require(ejectionMax.compareTo(ejection) >= 0, "ejectionMax must not be below ejection");
    require(quiet.toMillis() >= 1 && probeTimeout.toMillis() >= 1, "times must be 1ms or more");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
