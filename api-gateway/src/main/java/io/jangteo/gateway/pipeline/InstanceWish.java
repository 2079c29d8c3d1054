package io.jangteo.gateway.pipeline;

import io.jangteo.bus.Ask;
import io.jangteo.bus.Principal;
import io.jangteo.gateway.security.VerifiedToken;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Which instance a request is to reach: the one that a tester names, otherwise the subject's, where
 * the contract says so.
 */
final class InstanceWish {
  private static final CharSequence INSTANCE = HttpHeaders.createOptimized("x-jangteo-instance");
  private static final CharSequence VERSION = HttpHeaders.createOptimized("x-jangteo-version");

  private final String role;

  /**
   * @param role of those who may name an instance
   */
  InstanceWish(String role) {
    this.role = role;
  }

  /** Whether the request names an instance or a version. */
  static boolean isPinned(Exchange exchange) {
    MultiMap headers = exchange.request().headers();
    return headers.contains(INSTANCE) || headers.contains(VERSION);
  }

  /** Null when any instance will do. */
  Ask.Wish of(Exchange exchange) {
    if (isPinned(exchange)) {
      return pin(exchange);
    }
    return exchange.operation().policy().upstream().sticky()
        ? exchange
            .token()
            .map(VerifiedToken::principal)
            .map(principal -> Ask.Wish.ofKey(principal.sub().toString()))
            .orElse(null)
        : null;
  }

  private Ask.Wish pin(Exchange exchange) {
    boolean may =
        exchange
            .token()
            .map(VerifiedToken::principal)
            .map((Principal principal) -> principal.hasRole(role))
            .orElse(false);
    if (!may) {
      throw ServiceFailure.of(
          FailureCode.FORBIDDEN, "Only the role " + role + " may choose an instance");
    }
    String instance = exchange.request().headers().get(INSTANCE);
    String version = exchange.request().headers().get(VERSION);
    if (instance != null && version != null) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST,
          "header.X-Jangteo-Version",
          "must not stand beside X-Jangteo-Instance");
    }
    return instance == null ? Ask.Wish.ofVersion(version) : Ask.Wish.ofInstance(instance);
  }
}
