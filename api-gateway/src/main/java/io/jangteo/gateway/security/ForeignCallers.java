package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Principal;
import io.jangteo.gateway.TrustedIssuer;
import io.jangteo.runtime.Ids;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Another issuer's subject becomes an id that follows from issuer and subject, so that nobody there
 * can be somebody here, whatever the subject looks like. Roles are those that the configuration
 * translates.
 */
final class ForeignCallers implements Callers {
  /** For names that are URLs (RFC 9562, appendix). */
  private static final UUID URLS = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

  private static final int MAX_SUBJECT = 255;
  private static final int MAX_ROLES = 256;

  private final UUID namespace;
  private final String[] path;
  private final Map<String, String> translations;
  private final Set<String> everybody;

  ForeignCallers(TrustedIssuer issuer) {
    this.namespace = Ids.named(URLS, issuer.issuer());
    this.path = issuer.rolesClaim().split("\\.");
    this.translations = Map.copyOf(issuer.roles());
    this.everybody = Set.copyOf(issuer.defaultRoles());
  }

  @Override
  public Principal of(JsonNode claims) throws InvalidTokenException {
    String subject = claims.path("sub").textValue();
    ClaimRules.require(
        subject != null && !subject.isBlank() && subject.length() <= MAX_SUBJECT,
        "subject is missing or too long");
    return new Principal(Ids.named(namespace, subject), roles(claims));
  }

  private Set<String> roles(JsonNode claims) throws InvalidTokenException {
    JsonNode claim = claims;
    for (String name : path) {
      claim = claim.path(name);
    }
    ClaimRules.require(
        claim.isMissingNode() || claim.isArray() && claim.size() <= MAX_ROLES,
        "roles are malformed");
    Set<String> roles = new HashSet<>(everybody);
    for (JsonNode theirs : claim) {
      String ours = theirs.isTextual() ? translations.get(theirs.textValue()) : null;
      if (ours != null) {
        roles.add(ours);
      }
    }
    return roles;
  }
}
