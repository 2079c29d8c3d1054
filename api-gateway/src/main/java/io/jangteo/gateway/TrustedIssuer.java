package io.jangteo.gateway;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An OpenID provider whose access tokens are accepted.
 *
 * @param jwks where its keys are; null if discovery says so
 * @param algorithms the only ones, each key with the one of its kind
 * @param types of token, the header's {@code typ}
 * @param rolesClaim path with dots
 * @param roles its roles and what they are here; others count for nothing
 * @param defaultRoles what everybody has
 * @param caFile null for the authorities the JVM knows
 */
public record TrustedIssuer(
    String issuer,
    String audience,
    String jwks,
    List<String> algorithms,
    List<String> types,
    String rolesClaim,
    Map<String, String> roles,
    List<String> defaultRoles,
    Integer lifetimeMaxSeconds,
    String caFile) {
  private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "EdDSA");
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{0,31}");
  private static final int LIFETIME_SECONDS = 3600;
  private static final int MAX_LIFETIME_SECONDS = 86_400;

  public TrustedIssuer {
    require(issuer != null && !issuer.isBlank(), "an issuer has no name");
    require(audience != null && !audience.isBlank(), issuer + " has no audience");
    algorithms = Objects.requireNonNullElse(algorithms, List.of("RS256"));
    types = Objects.requireNonNullElse(types, List.of("at+jwt"));
    rolesClaim = Objects.requireNonNullElse(rolesClaim, "roles");
    roles = Objects.requireNonNullElse(roles, Map.of());
    defaultRoles = Objects.requireNonNullElse(defaultRoles, List.of());
    lifetimeMaxSeconds = Objects.requireNonNullElse(lifetimeMaxSeconds, LIFETIME_SECONDS);
    require(
        !algorithms.isEmpty() && ALGORITHMS.containsAll(algorithms),
        issuer + ": algorithms must be of " + ALGORITHMS);
    require(!types.isEmpty(), issuer + " has no types");
    require(
        roles.values().stream().allMatch(role -> ROLE.matcher(role).matches())
            && defaultRoles.stream().allMatch(role -> ROLE.matcher(role).matches()),
        issuer + ": a role of ours is a word in lower case");
    require(
        lifetimeMaxSeconds > 0 && lifetimeMaxSeconds <= MAX_LIFETIME_SECONDS,
        issuer + ": lifetimeMaxSeconds must be 1 to " + MAX_LIFETIME_SECONDS);
    requireSafe(jwks == null ? issuer : jwks);
    require(
        caFile == null || Files.isReadable(Path.of(caFile)), issuer + ": caFile cannot be read");
  }

  public Duration lifetimeMax() {
    return Duration.ofSeconds(lifetimeMaxSeconds);
  }

  public Optional<URI> keys() {
    return Optional.ofNullable(jwks).map(URI::create);
  }

  /** Where discovery is (OpenID Connect Discovery 1.0, section 4). */
  public URI discovery() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  /**
   * Keys decide who everybody is: they come over TLS, or from this machine.
   *
   * @throws IllegalArgumentException naming the address
   */
  public static URI requireSafe(String address) {
    try {
      URI uri = URI.create(address);
      boolean secure = "https".equals(uri.getScheme()) && uri.getHost() != null;
      boolean local =
          "http".equals(uri.getScheme()) && uri.getHost() != null && isLoopback(uri.getHost());
      require(secure || local, "must begin with https://");
      require(uri.getUserInfo() == null && uri.getFragment() == null, "must be a plain URL");
      return uri;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + address + "' " + e.getMessage(), e);
    }
  }

  /** Judged as text: no name is looked up for it. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
