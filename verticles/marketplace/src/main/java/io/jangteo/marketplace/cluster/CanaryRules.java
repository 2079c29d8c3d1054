package io.jangteo.marketplace.cluster;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * When a new version is not to be trusted.
 *
 * @param watch how long it is looked at
 * @param errorsMax how much more of its requests may fail than of the old version's
 * @param requestsMin with fewer nothing is judged
 */
public record CanaryRules(Duration watch, double errorsMax, int requestsMin) {
  /**
   * Why it must go, or nothing.
   *
   * @param canary since the watch began
   * @param others the old version's instances together, since the watch began
   */
  Optional<String> judge(InstanceLoad canary, InstanceLoad others) {
    if (canary.parked() > 0) {
      return Optional.of(String.format(Locale.ROOT, "it parked %.0f messages", canary.parked()));
    }
    boolean tooMany = canary.errorRatio() - others.errorRatio() > errorsMax;
    return canary.requests() >= requestsMin && tooMany
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%.1f %% of its %.0f requests failed, of the old version's %.1f %%",
                100 * canary.errorRatio(),
                canary.requests(),
                100 * others.errorRatio()))
        : Optional.empty();
  }
}
