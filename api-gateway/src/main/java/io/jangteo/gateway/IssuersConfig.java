package io.jangteo.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jangteo.runtime.config.Setting;
import io.jangteo.runtime.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whose access tokens are accepted beside our own. */
public record IssuersConfig(
    @Setting(
            defaultValue = "[]",
            doc =
                "Further issuers as a JSON list of objects: `issuer`, `audience`, `jwks` (a URL;"
                    + " without it OpenID Connect discovery is asked), `algorithms` (RS256, ES256,"
                    + " EdDSA; RS256), `types` (at+jwt), `rolesClaim` (path; roles), `roles`"
                    + " (object: theirs to ours), `defaultRoles`, `lifetimeMaxSeconds` (3600),"
                    + " `caFile` (PEM; the JVM's authorities).")
        String trusted,
    @Setting(defaultValue = "5s", doc = "Longest wait for an issuer's keys.")
        Duration fetchTimeout) {
  private static final int MAX_ISSUERS = 16;

  public IssuersConfig {
    if (fetchTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("fetchTimeout must be positive");
    }
    List<TrustedIssuer> list = parse(trusted);
    if (list.size() > MAX_ISSUERS) {
      throw new IllegalArgumentException("trusted may hold at most " + MAX_ISSUERS);
    }
    Set<String> names = new HashSet<>();
    for (TrustedIssuer issuer : list) {
      if (!names.add(issuer.issuer())) {
        throw new IllegalArgumentException("trusted names " + issuer.issuer() + " twice");
      }
    }
  }

  public List<TrustedIssuer> list() {
    return parse(trusted);
  }

  private static List<TrustedIssuer> parse(String text) {
    try {
      return List.of(Json.STRICT.readValue(text, TrustedIssuer[].class));
    } catch (JsonProcessingException e) {
      String why =
          e.getCause() instanceof IllegalArgumentException cause
              ? cause.getMessage()
              : e.getOriginalMessage();
      throw new IllegalArgumentException("trusted cannot be read: " + why, e);
    }
  }
}
