package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.CorsConfig;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/**
 * Refuses what cannot become a WebSocket while it is still a request: another operation than a
 * stream of events, a page of a site that may not call, a handshake that is none. Browsers let
 * every page open one and read it, so the origin is judged here and not by them.
 */
public final class CheckUpgrade implements Stage {
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("origin");

  private final Set<String> origins;

  public CheckUpgrade(CorsConfig config) {
    this.origins = Set.copyOf(config.origins());
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (!exchange.isUpgrade()) {
      return DONE;
    }
    if (exchange.operation().policy().streamCursor().isEmpty()) {
      throw Handshake.other(
          exchange.response(),
          "HTTP/1.1",
          "This address is no stream of events: ask without Upgrade");
    }
    MultiMap headers = exchange.request().headers();
    if (!isAllowed(headers)) {
      throw ServiceFailure.of(
          FailureCode.FORBIDDEN, "Pages of this origin may not open a WebSocket here");
    }
    Handshake.check(exchange.request());
    exchange.offer(Handshake.takeToken(headers));
    return DONE;
  }

  /** Who names no origin is no page; the gateway's own pages are where they point to. */
  private boolean isAllowed(MultiMap headers) {
    List<String> named = headers.getAll(ORIGIN);
    if (named.isEmpty()) {
      return true;
    }
    String origin = named.get(0);
    String host = headers.get(HttpHeaders.HOST);
    return named.size() == 1
        && (origins.contains(origin)
            || origin.equals("https://" + host)
            || origin.equals("http://" + host));
  }
}
