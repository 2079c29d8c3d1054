package io.jangteo.gateway;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Keys of machine clients, checked by whichever service says that it does. */
public record ApiKeysConfig(
    @Setting(
            defaultValue = "10s",
            doc =
                "How long a key that was found good is not asked about again, at most 30s; a"
                    + " revoked key works no longer than this.")
        Duration remember,
    @Setting(defaultValue = "10000", doc = "Keys remembered at once, good and bad ones.")
        int cacheMax,
    @Setting(defaultValue = "64", doc = "Keys asked about at once; more new ones get 503.")
        int checksMax,
    @Setting(defaultValue = "1s", doc = "Longest wait for the answer.") Duration checkTimeout) {
  public ApiKeysConfig {
    if (remember.toMillis() < 1 || remember.toSeconds() > 30) {
      throw new IllegalArgumentException("remember must be positive and at most 30s");
    }
    if (cacheMax < 1 || checksMax < 1 || checkTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("cacheMax, checksMax and checkTimeout must be positive");
    }
  }
}
