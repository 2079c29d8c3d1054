package io.jangteo.payment.provider;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.config.Setting;
import java.net.URI;
import java.time.Duration;

/** How the card provider is reached and how hard it is pressed. */
public record ProviderConfig(
    @Setting(defaultValue = "http://127.0.0.1:8090", doc = "Where the card provider is.")
        URI baseUrl,
    @Setting(doc = "Bearer secret the card provider knows us by.") Secret apiKey,
    @Setting(defaultValue = "2s", doc = "Longest wait for one answer of the provider.")
        Duration timeout,
    @Setting(defaultValue = "32", doc = "Most calls to the provider at once.") int concurrencyMax,
    @Setting(defaultValue = "200ms", doc = "Bound of the first pause before asking again.")
        Duration backoffFirst,
    @Setting(defaultValue = "10s", doc = "Longest pause before asking again.") Duration backoffMax,
    @Setting(
            defaultValue = "2s",
            doc =
                "How long the provider is left alone when most calls fail; half as long again each"
                    + " time after.")
        Duration breakerOpen,
    @Setting(defaultValue = "10s", doc = "It is never left alone for longer at once.")
        Duration breakerOpenMax) {

  public ProviderConfig {
    boolean isHttp = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
    if (!isHttp || baseUrl.getHost() == null || baseUrl.getQuery() != null) {
      throw new IllegalArgumentException("baseUrl must be a plain http or https address");
    }
    if (concurrencyMax < 1 || concurrencyMax > 1000) {
      throw new IllegalArgumentException("concurrencyMax must be between 1 and 1000");
    }
    if (timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be longer than nothing");
    }
    if (breakerOpen.toMillis() < 1 || breakerOpenMax.compareTo(breakerOpen) < 0) {
      throw new IllegalArgumentException(
          "breakerOpen must be longer than nothing and not above breakerOpenMax");
    }
  }
}
