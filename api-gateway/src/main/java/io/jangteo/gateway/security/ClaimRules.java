package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/** What the claims of a correctly signed token must say. */
final class ClaimRules {
  private static final int MAX_AUDIENCES = 8;

  private final Issuer issuer;
  private final long leeway;

  ClaimRules(Issuer issuer, Duration leeway) {
    this.issuer = issuer;
    this.leeway = leeway.toSeconds();
  }

  VerifiedToken check(JsonNode claims, Instant now) throws InvalidTokenException {
    require(issuer.name().equals(claims.path("iss").textValue()), "issuer is not ours");
    require(isAudience(claims.path("aud")), "audience is not this API");
    long expires = seconds(claims, "exp");
    long issued = seconds(claims, "iat");
    long second = now.getEpochSecond();
    require(expires + leeway > second, "time is over");
    require(issued <= second + leeway, "time has not come");
    require(expires - issued <= issuer.lifetimeMax().toSeconds() + leeway, "lifetime is too long");
    require(expires > issued, "lifetime is not positive");
    require(!claims.has("nbf") || seconds(claims, "nbf") <= second + leeway, "time has not come");
    return new VerifiedToken(issuer.callers().of(claims), Instant.ofEpochSecond(expires + leeway));
  }

  private boolean isAudience(JsonNode audience) {
    if (audience.isArray() && audience.size() <= MAX_AUDIENCES) {
      for (JsonNode item : audience) {
        if (issuer.audience().equals(item.textValue())) {
          return true;
        }
      }
    }
    return issuer.audience().equals(audience.textValue());
  }

  private static long seconds(JsonNode claims, String name) throws InvalidTokenException {
    JsonNode value = claims.path(name);
    require(
        value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0,
        name + " is missing or not a time");
    return value.longValue();
  }

  static void require(boolean holds, String otherwise) throws InvalidTokenException {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  static InvalidTokenException refused(String why) {
    return new InvalidTokenException("The access token is not accepted: its " + why);
  }
}
