package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.gateway.contract.Policy.Authentication;
import io.jangteo.gateway.security.AccessTokens;
import io.jangteo.gateway.security.VerifiedToken;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Establishes who is calling. A token that is sent must be good, also where none is needed, unless
 * the operation takes none at all.
 */
public final class Authenticate implements Stage {
  private static final String SCHEME = "Bearer ";

  private final AccessTokens tokens;

  public Authenticate(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    Authentication wanted = exchange.operation().policy().authentication();
    if (wanted == Authentication.NONE) {
      return DONE;
    }
    MultiMap headers = exchange.request().headers();
    String header = headers.get(HttpHeaders.AUTHORIZATION);
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
    Future<VerifiedToken> verified = tokens.verify(header.substring(SCHEME.length()).strip());
    return verified.succeeded()
        ? accept(exchange, verified.result())
        : verified.compose(token -> accept(exchange, token));
  }

  private static Future<Void> accept(Exchange exchange, VerifiedToken token) {
    exchange.authenticated(token);
    exchange.busHeaders().set(BusHeaders.PRINCIPAL, token.encoded());
    return DONE;
  }

  private static ServiceFailure refused(String detail) {
    return ServiceFailure.of(FailureCode.UNAUTHENTICATED, detail);
  }
}
