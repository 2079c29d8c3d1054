package io.jangteo.member.application;

import io.jangteo.member.domain.KeySchedule;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** How long tokens and the keys that sign them live. */
public record TokenConfig(
    @Setting(defaultValue = "jangteo", doc = "The iss claim of access tokens.") String issuer,
    @Setting(defaultValue = "jangteo-api", doc = "The aud claim of access tokens.") String audience,
    @Setting(defaultValue = "15m", doc = "Life of an access token.") Duration accessLifetime,
    @Setting(defaultValue = "30d", doc = "Life of an unused refresh token.")
        Duration refreshLifetime,
    @Setting(defaultValue = "24h", doc = "How long one key signs.") Duration keyRotation,
    @Setting(defaultValue = "15m", doc = "How long a key is published before it signs.")
        Duration keyLead,
    @Setting(defaultValue = "1m", doc = "Pause between looking for new and outdated keys.")
        Duration keyCheck) {
  /** Verifiers' clocks may be wrong by less than this; also covers a slow key check. */
  private static final Duration LEEWAY = Duration.ofMinutes(5);

  public TokenConfig {
    requirePositive("accessLifetime", accessLifetime);
    requirePositive("refreshLifetime", refreshLifetime);
    requirePositive("keyCheck", keyCheck);
    if (keyLead.compareTo(keyCheck.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException("keyLead must be at least twice keyCheck");
    }
    if (keyRotation.compareTo(keyLead) <= 0) {
      throw new IllegalArgumentException("keyRotation must be longer than keyLead");
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + " must be positive");
    }
  }

  /** The schedule these durations make. */
  public KeySchedule keySchedule() {
    return new KeySchedule(keyRotation, keyLead, accessLifetime.plus(LEEWAY).plus(keyCheck));
  }
}
