package io.jangteo.gateway.security;

import io.jangteo.gateway.contract.CallerPolicy;
import java.time.Clock;

/**
 * What services are told of the caller: signed once for a token and an operation's audience, and
 * told again for some seconds, so that neither signing nor checking is done for every request.
 */
public final class CallerAssertions {
  /** However slow the call: a service looks at it when the call arrives. */
  static final long LIFETIME_SECONDS = 30;

  static final long REUSED_SECONDS = 10;

  private final GatewayIdentity identity;
  private final Clock clock;

  public CallerAssertions(GatewayIdentity identity, Clock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /** Never good for longer than the token itself. */
  public String of(VerifiedToken token, CallerPolicy policy) {
    long now = clock.millis() / 1000;
    VerifiedToken.Told told = token.told().get(policy.key());
    if (told != null && now < told.reusedUntil()) {
      return told.assertion();
    }
    long end = Math.min(now + LIFETIME_SECONDS, token.expiresAt().getEpochSecond());
    String assertion = identity.sign(token.principal(), policy.audience(), now, end);
    token.tell(
        policy.key(), new VerifiedToken.Told(assertion, Math.min(now + REUSED_SECONDS, end)));
    return assertion;
  }
}
