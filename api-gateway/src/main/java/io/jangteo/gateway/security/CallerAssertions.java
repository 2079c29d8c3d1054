package io.jangteo.gateway.security;

import io.jangteo.gateway.contract.CallerPolicy;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What services are told of the caller: signed once for a token and an operation's audience, and
 * told again for some seconds, so that neither signing nor checking is done for every request.
 */
public final class CallerAssertions {
  /** However slow the call: a service looks at it when the call arrives. */
  static final long LIFETIME_SECONDS = 30;

  static final long REUSED_SECONDS = 10;

  private final GatewayIdentity identity;
  private final InstantSource own;
  private final InstantSource cluster;

  /**
   * @param own the clock by which tokens are judged
   * @param cluster the one by which services judge what they are told
   */
  public CallerAssertions(GatewayIdentity identity, InstantSource own, InstantSource cluster) {
    this.identity = identity;
    this.own = own;
    this.cluster = cluster;
  }

  /** Never good for longer than the token itself. */
  public String of(VerifiedToken token, CallerPolicy policy) {
    long now = cluster.millis() / 1000;
    VerifiedToken.Told told = token.told().get(policy.key());
    if (told != null && now < told.reusedUntil()) {
      return told.assertion();
    }
    long left = Duration.between(own.instant(), token.expiresAt()).toSeconds();
    long end = now + Math.min(LIFETIME_SECONDS, left);
    String assertion = identity.sign(token.principal(), policy.audience(), now, end);
    token.tell(
        policy.key(), new VerifiedToken.Told(assertion, Math.min(now + REUSED_SECONDS, end)));
    return assertion;
  }
}
