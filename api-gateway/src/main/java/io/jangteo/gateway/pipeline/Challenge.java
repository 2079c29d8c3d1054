package io.jangteo.gateway.pipeline;

import io.jangteo.runtime.failure.FailureCode;
import io.vertx.core.http.HttpHeaders;

/** Tells whoever was refused for want of a token, or of what one allows, how to bring one. */
final class Challenge {
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("www-authenticate");
  private static final CharSequence CHALLENGE =
      HttpHeaders.createOptimized("Bearer realm=\"jangteo\"");
  private static final CharSequence CHALLENGE_INVALID =
      HttpHeaders.createOptimized("Bearer realm=\"jangteo\", error=\"invalid_token\"");
  private static final CharSequence CHALLENGE_SCOPE =
      HttpHeaders.createOptimized("Bearer realm=\"jangteo\", error=\"insufficient_scope\"");

  private Challenge() {}

  static void add(Exchange exchange, FailureCode code) {
    if (code == FailureCode.UNAUTHENTICATED) {
      boolean sent =
          exchange.offeredToken() != null
              || exchange.request().headers().contains(HttpHeaders.AUTHORIZATION);
      exchange.response().putHeader(WWW_AUTHENTICATE, sent ? CHALLENGE_INVALID : CHALLENGE);
    } else if (code == FailureCode.FORBIDDEN) {
      exchange.response().putHeader(WWW_AUTHENTICATE, CHALLENGE_SCOPE);
    }
  }
}
