package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.CorsConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * Tells browsers which other sites' pages may read the answer, whatever it will be. Nobody is asked
 * who they are here: a browser sends no token with its question beforehand. Cookies are never
 * allowed, as nothing here reads any.
 */
public final class AllowOrigin implements Stage {
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("origin");
  private static final CharSequence VARY = HttpHeaders.createOptimized("vary");
  private static final CharSequence ALLOW_ORIGIN =
      HttpHeaders.createOptimized("access-control-allow-origin");
  private static final CharSequence EXPOSED_NAME =
      HttpHeaders.createOptimized("access-control-expose-headers");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized(
          "age, allow, cache-status, etag, location, preference-applied, ratelimit,"
              + " ratelimit-policy, retry-after, www-authenticate, x-request-id");
  private static final CharSequence METHODS_NAME =
      HttpHeaders.createOptimized("access-control-allow-methods");
  private static final CharSequence METHODS =
      HttpHeaders.createOptimized("GET, HEAD, POST, PUT, PATCH, DELETE");
  private static final CharSequence HEADERS_NAME =
      HttpHeaders.createOptimized("access-control-allow-headers");
  private static final CharSequence HEADERS =
      HttpHeaders.createOptimized(
          "accept, authorization, content-type, idempotency-key, if-match, if-none-match,"
              + " last-event-id, prefer, traceparent, x-api-key, x-request-id");
  private static final CharSequence MAX_AGE = HttpHeaders.createOptimized("access-control-max-age");
  private static final CharSequence ASKED =
      HttpHeaders.createOptimized("access-control-request-method");

  private final Set<String> origins;
  private final CharSequence maxAge;

  public AllowOrigin(CorsConfig config) {
    this.origins = Set.copyOf(config.origins());
    this.maxAge = HttpHeaders.createOptimized(Long.toString(config.maxAge().toSeconds()));
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (origins.isEmpty()) {
      return DONE;
    }
    HttpServerResponse response = exchange.response();
    response.headers().add(VARY, ORIGIN);
    MultiMap headers = exchange.request().headers();
    String origin = headers.get(ORIGIN);
    if (origin != null && origins.contains(origin)) {
      response.putHeader(ALLOW_ORIGIN, origin);
      if (exchange.request().method().equals(HttpMethod.OPTIONS) && headers.contains(ASKED)) {
        response
            .putHeader(METHODS_NAME, METHODS)
            .putHeader(HEADERS_NAME, HEADERS)
            .putHeader(MAX_AGE, maxAge);
      } else {
        response.putHeader(EXPOSED_NAME, EXPOSED);
      }
    }
    return DONE;
  }
}
