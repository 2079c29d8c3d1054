package io.jangteo.gateway.security;

import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.TrustedIssuer;
import java.time.Duration;
import java.util.Set;

/**
 * Whose tokens are accepted, and what they must be.
 *
 * @param algorithms how they may be signed
 * @param types what they may call themselves
 * @param callers how their claims become ours
 */
public record Issuer(
    String name,
    String audience,
    Set<String> algorithms,
    Set<String> types,
    Duration lifetimeMax,
    Callers callers) {

  /** The one whose keys a service of ours publishes. */
  public static Issuer own(GatewayConfig.Tokens config) {
    return new Issuer(
        config.issuer(),
        config.audience(),
        Set.of("ES256"),
        Set.of("at+jwt"),
        config.lifetimeMax(),
        new OwnCallers());
  }

  /** One of the configuration. */
  public static Issuer of(TrustedIssuer trusted) {
    return new Issuer(
        trusted.issuer(),
        trusted.audience(),
        Set.copyOf(trusted.algorithms()),
        Set.copyOf(trusted.types()),
        trusted.lifetimeMax(),
        new ForeignCallers(trusted));
  }
}
