package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.contract.Policy.Authentication;
import io.jangteo.gateway.security.AccessTokens;
import io.jangteo.gateway.security.ApiKeys;
import io.jangteo.gateway.security.CallerAssertions;
import io.jangteo.gateway.security.VerifiedToken;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Establishes who is calling. A token that is sent must be good, also where none is needed, unless
 * the operation takes none at all; who names an instance must say who it is everywhere.
 */
public final class Authenticate implements Stage {
  private static final String SCHEME = "Bearer ";
  private static final CharSequence X_API_KEY = HttpHeaders.createOptimized("x-api-key");

  private final AccessTokens tokens;
  private final ApiKeys apiKeys;
  private final CallerAssertions assertions;

  public Authenticate(AccessTokens tokens, ApiKeys apiKeys, CallerAssertions assertions) {
    this.tokens = tokens;
    this.apiKeys = apiKeys;
    this.assertions = assertions;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    Authentication wanted = exchange.operation().policy().authentication();
    if (wanted == Authentication.NONE && !InstanceWish.isPinned(exchange)) {
      return DONE;
    }
    MultiMap headers = exchange.request().headers();
    String header = headers.get(HttpHeaders.AUTHORIZATION);
    if (exchange.offeredToken() != null) {
      return withOffered(exchange, headers, header);
    }
    if (headers.contains(X_API_KEY)) {
      return withKey(exchange, headers, header);
    }
    if (header == null) {
      if (wanted == Authentication.OPTIONAL) {
        return DONE;
      }
      throw refused("An access token is required");
    }
    if (headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
      throw refused("There must be one Authorization field");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused("The authentication scheme must be Bearer");
    }
    return accept(exchange, tokens.verify(header.substring(SCHEME.length()).strip()));
  }

  private Future<Void> withOffered(Exchange exchange, MultiMap headers, String authorization) {
    if (authorization != null || headers.contains(X_API_KEY)) {
      throw refused("There must be one access token or one API key");
    }
    return accept(exchange, tokens.verify(exchange.offeredToken()));
  }

  private Future<Void> withKey(Exchange exchange, MultiMap headers, String authorization) {
    if (authorization != null || headers.getAll(X_API_KEY).size() > 1) {
      throw refused("There must be one access token or one API key");
    }
    return accept(exchange, apiKeys.verify(headers.get(X_API_KEY)));
  }

  private Future<Void> accept(Exchange exchange, Future<VerifiedToken> verified) {
    return verified.succeeded()
        ? accept(exchange, verified.result())
        : verified.compose(token -> accept(exchange, token));
  }

  private Future<Void> accept(Exchange exchange, VerifiedToken token) {
    exchange.authenticated(token, assertions);
    return DONE;
  }

  private static ServiceFailure refused(String detail) {
    return ServiceFailure.of(FailureCode.UNAUTHENTICATED, detail);
  }
}
