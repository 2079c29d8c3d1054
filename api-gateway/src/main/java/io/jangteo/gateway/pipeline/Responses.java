package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.docs.Page;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is ever written to a client, apart from event streams. */
public final class Responses {
  static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
  private static final Logger ACCESS = LoggerFactory.getLogger("access");
  private static final CharSequence NOSNIFF_NAME =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence CSP_API =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence CSP_PAGE =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
              + " data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");
  private static final CharSequence REFERRER_NAME = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("www-authenticate");
  private static final CharSequence CHALLENGE =
      HttpHeaders.createOptimized("Bearer realm=\"jangteo\"");
  private static final CharSequence CHALLENGE_INVALID =
      HttpHeaders.createOptimized("Bearer realm=\"jangteo\", error=\"invalid_token\"");
  private static final CharSequence CHALLENGE_SCOPE =
      HttpHeaders.createOptimized("Bearer realm=\"jangteo\", error=\"insufficient_scope\"");

  /** What a service may say in the head of a response. */
  private static final List<String> PASSED =
      List.of(
          BusHeaders.CONTENT_TYPE,
          BusHeaders.ETAG,
          BusHeaders.LOCATION,
          BusHeaders.RETRY_AFTER,
          BusHeaders.PREFERENCE_APPLIED);

  /** More unread bytes than this are not worth keeping a connection for. */
  private static final long MAX_DISCARDED = 2L << 20;

  private final long discardMillis;

  /**
   * Takes the time in which the rest of a refused body must have arrived.
   *
   * @param discardMillis after it the connection is closed
   */
  public Responses(long discardMillis) {
    this.discardMillis = discardMillis;
  }

  /** Writes the service's reply, unless a stage has answered already. */
  void complete(Exchange exchange) {
    if (!exchange.answered()) {
      try {
        reply(exchange, exchange.reply());
      } catch (RuntimeException e) {
        fail(exchange, ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title()));
        LOG.atError().addKeyValue("requestId", exchange.requestId()).setCause(e).log("bad reply");
      }
    }
  }

  private void reply(Exchange exchange, BusReply reply) {
    HttpServerResponse response = secured(exchange.response(), CSP_API);
    response.setStatusCode(reply.status());
    for (String name : PASSED) {
      String value = reply.headers().get(name);
      if (value != null) {
        response.putHeader(name, value);
      }
    }
    String caching = reply.headers().get(BusHeaders.CACHE_CONTROL);
    response.putHeader(HttpHeaders.CACHE_CONTROL, caching == null ? NO_STORE : caching);
    end(exchange, reply.body());
  }

  /** Writes a failure as a problem document; faults of ours are logged. */
  public void fail(Exchange exchange, ServiceFailure failure) {
    HttpServerResponse response = exchange.response();
    if (failure.code() == FailureCode.INTERNAL) {
      LOG.atError()
          .addKeyValue("requestId", exchange.requestId())
          .setCause(failure.getCause())
          .log("request failed");
    }
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    challenge(exchange, failure.code());
    secured(response, CSP_API)
        .setStatusCode(failure.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    failure
        .retryAfter()
        .ifPresent(
            wait ->
                response.putHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
    end(exchange, Problem.of(failure, exchange.requestId()).toBuffer());
  }

  private static void challenge(Exchange exchange, FailureCode code) {
    if (code == FailureCode.UNAUTHENTICATED) {
      boolean sent = exchange.request().headers().contains(HttpHeaders.AUTHORIZATION);
      exchange.response().putHeader(WWW_AUTHENTICATE, sent ? CHALLENGE_INVALID : CHALLENGE);
    } else if (code == FailureCode.FORBIDDEN) {
      exchange.response().putHeader(WWW_AUTHENTICATE, CHALLENGE_SCOPE);
    }
  }

  /** Answers with one of the gateway's own documents. */
  void page(Exchange exchange, Page page) {
    exchange.answer();
    HttpServerResponse response = secured(exchange.response(), CSP_PAGE);
    response.putHeader(HttpHeaders.ETAG, page.etag());
    response.putHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE);
    if (page.etag().equals(exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304);
      end(exchange, Buffer.buffer(0));
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, page.contentType());
      end(exchange, page.body());
    }
  }

  /** Answers without content. */
  void empty(Exchange exchange, int status) {
    exchange.answer();
    secured(exchange.response(), CSP_API).setStatusCode(status);
    end(exchange, Buffer.buffer(0));
  }

  private static HttpServerResponse secured(HttpServerResponse response, CharSequence policy) {
    return response
        .putHeader(NOSNIFF_NAME, NOSNIFF)
        .putHeader(REFERRER_NAME, NO_REFERRER)
        .putHeader(CSP, policy);
  }

  private void end(Exchange exchange, Buffer body) {
    HttpServerResponse response = exchange.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (exchange.bodyPending()) {
      discardBody(exchange);
    }
    if (exchange.lastOnConnection()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.endHandler(ignored -> closeAfterBody(exchange));
    }
    int status = response.getStatusCode();
    if (exchange.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      response.end();
    } else if (status == 204 || status == 304) {
      response.end();
    } else {
      response.end(body);
    }
    log(exchange, status);
  }

  /**
   * Lets the rest of an unread body pass, so that the client gets to read the answer and the
   * connection stays of use, but not without bounds.
   */
  private void discardBody(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    long[] discarded = {0};
    request
        .handler(
            chunk -> {
              discarded[0] += chunk.length();
              if (discarded[0] > MAX_DISCARDED) {
                request.connection().close();
              }
            })
        .exceptionHandler(ignored -> {})
        .resume();
    request
        .end()
        .timeout(discardMillis, TimeUnit.MILLISECONDS)
        .onFailure(ignored -> request.connection().close());
  }

  private static void closeAfterBody(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    request.end().eventually(() -> request.connection().close());
  }

  private static void log(Exchange exchange, int status) {
    if (ACCESS.isDebugEnabled()) {
      ACCESS
          .atDebug()
          .addKeyValue("method", exchange.request().method())
          .addKeyValue(
              "route", exchange.route().map(route -> route.operation().template()).orElse("none"))
          .addKeyValue("status", status)
          .addKeyValue("elapsedMs", exchange.elapsedNanos() / 1_000_000)
          .addKeyValue("requestId", exchange.requestId())
          .log("answered");
    }
  }
}
