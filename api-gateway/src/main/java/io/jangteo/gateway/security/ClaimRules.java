package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Principal;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.runtime.Ids;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the claims of a correctly signed token must say. */
final class ClaimRules {
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{0,31}");
  private static final int MAX_ROLES = 16;
  private static final int MAX_AUDIENCES = 8;

  private final GatewayConfig.Tokens config;
  private final long leeway;

  ClaimRules(GatewayConfig.Tokens config) {
    this.config = config;
    this.leeway = config.leeway().toSeconds();
  }

  VerifiedToken check(JsonNode claims, Instant now) throws InvalidTokenException {
    require(config.issuer().equals(claims.path("iss").textValue()), "issuer is not ours");
    require(isAudience(claims.path("aud")), "audience is not this API");
    long expires = seconds(claims, "exp");
    long issued = seconds(claims, "iat");
    long second = now.getEpochSecond();
    require(expires + leeway > second, "time is over");
    require(issued <= second + leeway, "time has not come");
    require(expires - issued <= config.lifetimeMax().toSeconds() + leeway, "lifetime is too long");
    require(expires > issued, "lifetime is not positive");
    require(!claims.has("nbf") || seconds(claims, "nbf") <= second + leeway, "time has not come");
    return new VerifiedToken(
        new Principal(subject(claims), roles(claims.path("roles"))),
        Instant.ofEpochSecond(expires + leeway));
  }

  private boolean isAudience(JsonNode audience) {
    if (audience.isArray() && audience.size() <= MAX_AUDIENCES) {
      for (JsonNode item : audience) {
        if (config.audience().equals(item.textValue())) {
          return true;
        }
      }
    }
    return config.audience().equals(audience.textValue());
  }

  private static long seconds(JsonNode claims, String name) throws InvalidTokenException {
    JsonNode value = claims.path(name);
    require(
        value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0,
        name + " is missing or not a time");
    return value.longValue();
  }

  private static UUID subject(JsonNode claims) throws InvalidTokenException {
    return Ids.parse(claims.path("sub").textValue())
        .orElseThrow(() -> refused("subject is missing or not an account"));
  }

  private static Set<String> roles(JsonNode claim) throws InvalidTokenException {
    require(claim.isArray() && claim.size() <= MAX_ROLES, "roles are missing");
    Set<String> roles = new HashSet<>();
    for (JsonNode role : claim) {
      require(role.isTextual() && ROLE.matcher(role.textValue()).matches(), "roles are malformed");
      roles.add(role.textValue());
    }
    return roles;
  }

  private static void require(boolean holds, String otherwise) throws InvalidTokenException {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  private static InvalidTokenException refused(String why) {
    return new InvalidTokenException("The access token is not accepted: its " + why);
  }
}
