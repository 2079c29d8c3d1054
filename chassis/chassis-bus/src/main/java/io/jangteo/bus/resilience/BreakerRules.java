package io.jangteo.bus.resilience;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** When calls of one class are no longer sent to one instance, and how they come back. */
public record BreakerRules(
    @Setting(
            defaultValue = "20",
            doc = "Calls in the last 10 s before a breaker judges an instance.")
        int calls,
    @Setting(defaultValue = "50", doc = "Percentage of failed calls that opens a breaker.")
        int failurePercent,
    @Setting(defaultValue = "80", doc = "Percentage of slow calls that opens a breaker.")
        int slowPercent,
    @Setting(
            defaultValue = "1s",
            doc = "A call is slow beyond this and beyond twice the usual 99th percentile.")
        Duration slow,
    @Setting(
            defaultValue = "5s",
            doc = "How long a breaker is open the first time; half as long again each time after.")
        Duration open,
    @Setting(defaultValue = "60s", doc = "No breaker is open for longer.") Duration openMax,
    @Setting(defaultValue = "3", doc = "Calls at once that a half-open breaker lets through.")
        int probes,
    @Setting(
            defaultValue = "5",
            doc = "Of these so many must succeed in a row, then the breaker closes.")
        int closeAfter) {

  public BreakerRules {
    require(calls >= 1, "calls must be 1 or more");
    require(failurePercent >= 1 && failurePercent <= 100, "failurePercent must be from 1 to 100");
    require(slowPercent >= 1 && slowPercent <= 100, "slowPercent must be from 1 to 100");
    require(open.toMillis() >= 1, "open must be 1ms or more");
    require(openMax.compareTo(open) >= 0, "openMax must not be below open");
    require(probes >= 1 && closeAfter >= 1, "probes and closeAfter must be 1 or more");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
