package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.content.Format;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Refuses what could not be answered in a way that the client takes, before anything is done. */
public final class NegotiateFormat implements Stage {
  private static final CharSequence VARY = HttpHeaders.createOptimized("vary");
  private static final CharSequence ACCEPT = HttpHeaders.createOptimized("accept");
  private static final String EVENT_STREAM = "text/event-stream";

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (exchange.isUpgrade()) {
      return DONE;
    }
    String accept = field(exchange.request().headers());
    if (accept != null
        && accept.contains(EVENT_STREAM)
        && exchange.operation().policy().streamCursor().isPresent()) {
      return DONE;
    }
    if (!settle(exchange, accept)) {
      throw ServiceFailure.of(
          FailureCode.NOT_ACCEPTABLE,
          "Answers can be had as application/json, application/cbor or application/xml");
    }
    return DONE;
  }

  /** For a failure before this stage; one that cannot be told in the client's way is JSON. */
  static void settle(Exchange exchange) {
    if (!exchange.isFormatSettled()) {
      settle(exchange, field(exchange.request().headers()));
    }
  }

  private static boolean settle(Exchange exchange, String accept) {
    exchange.response().headers().add(VARY, ACCEPT);
    Format chosen = Format.choose(accept);
    exchange.format(chosen == null ? Format.JSON : chosen);
    return chosen != null;
  }

  /** The usual one is taken at its word; there may be further lines beside any other. */
  private static String field(MultiMap headers) {
    String first = headers.get(HttpHeaders.ACCEPT);
    if (first == null || Format.isPlain(first)) {
      return first;
    }
    List<String> lines = headers.getAll(HttpHeaders.ACCEPT);
    return lines.size() == 1 ? first : String.join(",", lines);
  }
}
