package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.TlsConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * What every response says to browsers, whatever became of the request: nothing here is to be
 * framed, guessed at, embedded elsewhere or run.
 */
public final class SecurityHeaders {
  private static final CharSequence NOSNIFF_NAME =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CSP_NAME =
      HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence CSP_API =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence CSP_PAGE =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
              + " data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");
  private static final CharSequence REFERRER_NAME = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence RESOURCE_NAME =
      HttpHeaders.createOptimized("cross-origin-resource-policy");
  private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
  private static final CharSequence HSTS_NAME =
      HttpHeaders.createOptimized("strict-transport-security");

  private final Optional<CharSequence> hsts;

  private SecurityHeaders(Optional<CharSequence> hsts) {
    this.hsts = hsts;
  }

  /** Browsers may be told to stay with HTTPS only by who speaks it. */
  public static SecurityHeaders of(TlsConfig tls) {
    long seconds = tls.hstsMaxAge().toSeconds();
    return new SecurityHeaders(
        tls.isOn() && seconds > 0
            ? Optional.of(HttpHeaders.createOptimized("max-age=" + seconds))
            : Optional.empty());
  }

  void addTo(HttpServerResponse response) {
    answer(response);
    hsts.ifPresent(value -> response.putHeader(HSTS_NAME, value));
  }

  /** For what is not even a request. */
  public static HttpServerResponse answer(HttpServerResponse response) {
    return response
        .putHeader(NOSNIFF_NAME, NOSNIFF)
        .putHeader(REFERRER_NAME, NO_REFERRER)
        .putHeader(RESOURCE_NAME, SAME_ORIGIN)
        .putHeader(CSP_NAME, CSP_API);
  }

  /** A page of our own may run its own scripts. */
  static void page(HttpServerResponse response) {
    response.putHeader(CSP_NAME, CSP_PAGE);
  }
}
