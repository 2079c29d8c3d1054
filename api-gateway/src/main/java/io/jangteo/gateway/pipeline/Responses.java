package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.access.AccessLog;
import io.jangteo.gateway.cache.StoredReply;
import io.jangteo.gateway.content.Compression;
import io.jangteo.gateway.content.EntityTags;
import io.jangteo.gateway.content.Format;
import io.jangteo.gateway.docs.Page;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is ever written to a client, apart from events. */
public final class Responses {
  static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");

  /** What a service may say in the head of a response. */
  private static final List<String> PASSED =
      List.of(
          BusHeaders.CONTENT_TYPE,
          BusHeaders.ETAG,
          BusHeaders.LOCATION,
          BusHeaders.RETRY_AFTER,
          BusHeaders.PREFERENCE_APPLIED);

  private final AnswerWriter writer;

  /**
   * Takes the time in which the rest of a refused body must have arrived.
   *
   * @param discardMillis after it the connection is closed
   * @param access null for none
   */
  public Responses(long discardMillis, AccessLog access, Compression compression) {
    this.writer = new AnswerWriter(discardMillis, access, compression);
  }

  /** From now on every answer ends its connection, so that clients go elsewhere by themselves. */
  public void sayGoodbye() {
    writer.sayGoodbye();
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
    HttpServerResponse response = exchange.response();
    response.setStatusCode(reply.status());
    for (String name : PASSED) {
      String value = reply.headers().get(name);
      if (value != null) {
        response.putHeader(name, value);
      }
    }
    String caching = reply.headers().get(BusHeaders.CACHE_CONTROL);
    response.putHeader(HttpHeaders.CACHE_CONTROL, caching == null ? NO_STORE : caching);
    writer.end(exchange, reply.body());
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
    NegotiateFormat.settle(exchange);
    Challenge.add(exchange, failure.code());
    response
        .setStatusCode(failure.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    failure
        .retryAfter()
        .ifPresent(
            wait ->
                response.putHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
    writer.end(exchange, Problem.of(failure, exchange.requestId()).toBuffer());
  }

  /** Answers with one of the gateway's own documents. */
  void page(Exchange exchange, Page page) {
    exchange.answer();
    HttpServerResponse response = exchange.response();
    SecurityHeaders.page(response);
    response.putHeader(HttpHeaders.ETAG, page.etag());
    response.putHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE);
    if (has(exchange, page.etag())) {
      response.setStatusCode(304);
      writer.end(exchange, Buffer.buffer(0));
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, page.contentType());
      writer.end(exchange, page.body(), true);
    }
  }

  /** Answers with what was kept of a reply; a client that has it already is told so. */
  void stored(Exchange exchange, StoredReply stored) {
    exchange.answer();
    HttpServerResponse response = exchange.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, stored.cacheControl());
    if (stored.etag() != null) {
      response.putHeader(HttpHeaders.ETAG, stored.etag());
      if (has(exchange, stored.etag())) {
        response.setStatusCode(304);
        writer.end(exchange, Buffer.buffer(0));
        return;
      }
    }
    response.setStatusCode(stored.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, stored.contentType());
    Buffer body = stored.bodyFor(exchange.requestId());
    writer.end(exchange, body, body == stored.body());
  }

  private static boolean has(Exchange exchange, String etag) {
    MultiMap headers = exchange.request().headers();
    if (!headers.contains(HttpHeaders.IF_NONE_MATCH)) {
      return false;
    }
    List<String> fields = headers.getAll(HttpHeaders.IF_NONE_MATCH);
    Format format = exchange.format();
    return EntityTags.matchWeakly(
        format == Format.JSON
            ? fields
            : fields.stream().map(field -> EntityTags.asIssuedOf(field, format)).toList(),
        etag);
  }

  /** Answers without content. */
  void empty(Exchange exchange, int status) {
    exchange.answer();
    exchange.response().setStatusCode(status);
    writer.end(exchange, Buffer.buffer(0));
  }

  /** Says that a request was answered; for whoever answers without us, too. */
  public void log(Exchange exchange, long bytes) {
    writer.log(exchange, bytes);
  }
}
