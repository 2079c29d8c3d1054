package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.access.AccessEntry;
import io.jangteo.gateway.cache.CacheStatus;
import io.jangteo.gateway.security.VerifiedToken;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** What the access log says of an exchange. */
final class AccessEntries {
  private AccessEntries() {}

  static AccessEntry of(Exchange exchange, long bytes) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = exchange.response();
    BusReply reply = exchange.reply();
    return new AccessEntry(
        System.currentTimeMillis(),
        exchange.client() == null ? "-" : exchange.client().address(),
        request.method().name(),
        exchange.routeName(),
        protocol(request),
        response.getStatusCode(),
        bytes,
        exchange.elapsedNanos(),
        exchange.requestId(),
        exchange.busHeaders().get(BusHeaders.TRACEPARENT),
        exchange.token().map(VerifiedToken::subject).orElse(null),
        exchange.route().map(route -> route.operation().service()).orElse(null),
        reply == null ? null : reply.instance(),
        response.headers().get(CacheStatus.FIELD));
  }

  private static String protocol(HttpServerRequest request) {
    return switch (request.version()) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2.0";
    };
  }
}
