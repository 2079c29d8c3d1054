package io.jangteo.gateway.security;

import io.jangteo.bus.Principal;
import io.jangteo.gateway.contract.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An access token whose signature and claims hold, or an API key that is good.
 *
 * @param subject the account, made once like what follows
 * @param encoded the principal as one word
 * @param expiresAt leeway included
 * @param apiKey whether a machine sent it
 * @param operations of an API key: the only ones it is good for, unless there are none
 * @param told what services were told of its holder, by audience; used from one context only
 */
public record VerifiedToken(
    Principal principal,
    String subject,
    String encoded,
    Instant expiresAt,
    boolean apiKey,
    Set<String> operations,
    Map<String, Told> told) {
  private static final int MAX_AUDIENCES = 32;

  /**
   * One word to a service.
   *
   * @param reusedUntil seconds since 1970
   */
  record Told(String assertion, long reusedUntil) {}

  VerifiedToken(Principal principal, Instant expiresAt) {
    this(principal, expiresAt, false, Set.of());
  }

  private VerifiedToken(
      Principal principal, Instant expiresAt, boolean apiKey, Set<String> operations) {
    this(
        principal,
        principal.sub().toString(),
        principal.sub() + " " + String.join(" ", new TreeSet<>(principal.roles())),
        expiresAt,
        apiKey,
        operations,
        new HashMap<>(4));
  }

  static VerifiedToken ofKey(Principal machine, Instant expiresAt, Set<String> operations) {
    return new VerifiedToken(machine, expiresAt, true, Set.copyOf(operations));
  }

  /** Whether an operation is within what it was made for; roles are another matter. */
  public boolean isGoodFor(Operation operation) {
    return !apiKey
        || operation.policy().caller().apiKeys()
            && (operations.isEmpty() || operations.contains(operation.action()));
  }

  void tell(String audience, Told word) {
    if (told.size() >= MAX_AUDIENCES) {
      told.clear();
    }
    told.put(audience, word);
  }
}
