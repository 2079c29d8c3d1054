package io.jangteo.gateway.security;

import io.jangteo.bus.Principal;
import java.time.Instant;

/**
 * An access token whose signature and claims hold.
 *
 * @param encoded the principal as the bus carries it, made once per token
 * @param expiresAt leeway included
 */
public record VerifiedToken(Principal principal, String encoded, Instant expiresAt) {
  VerifiedToken(Principal principal, Instant expiresAt) {
    this(principal, principal.encode(), expiresAt);
  }
}
