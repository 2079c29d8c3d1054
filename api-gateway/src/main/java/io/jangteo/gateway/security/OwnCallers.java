package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Principal;
import io.jangteo.runtime.Ids;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** In our own tokens the subject is an account and the roles are ours. */
final class OwnCallers implements Callers {
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{0,31}");
  private static final int MAX_ROLES = 16;

  @Override
  public Principal of(JsonNode claims) throws InvalidTokenException {
    return new Principal(
        Ids.parse(claims.path("sub").textValue())
            .orElseThrow(() -> ClaimRules.refused("subject is missing or not an account")),
        roles(claims.path("roles")));
  }

  private static Set<String> roles(JsonNode claim) throws InvalidTokenException {
    ClaimRules.require(claim.isArray() && claim.size() <= MAX_ROLES, "roles are missing");
    Set<String> roles = new HashSet<>();
    for (JsonNode role : claim) {
      ClaimRules.require(
          role.isTextual() && ROLE.matcher(role.textValue()).matches(), "roles are malformed");
      roles.add(role.textValue());
    }
    return roles;
  }
}
