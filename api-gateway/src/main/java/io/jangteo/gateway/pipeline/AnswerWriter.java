package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.access.AccessLog;
import io.jangteo.gateway.content.Compression;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/** Puts the body of an answer on its connection, and decides what becomes of the connection. */
final class AnswerWriter {
  /** More unread bytes than this are not worth keeping a connection for. */
  private static final long MAX_DISCARDED = 2L << 20;

  private final long discardMillis;
  private final AccessLog access;
  private final AnswerForms forms;
  private boolean closing;

  /** See {@link Responses}. */
  AnswerWriter(long discardMillis, AccessLog access, Compression compression) {
    this.discardMillis = discardMillis;
    this.access = access;
    this.forms = new AnswerForms(compression);
  }

  /**
   * From now on every answer ends its connection and says so, so that clients go elsewhere by
   * themselves. HTTP/2 has a frame for it, which the server sends when it shuts down.
   */
  void sayGoodbye() {
    closing = true;
  }

  void end(Exchange exchange, Buffer body) {
    end(exchange, body, false);
  }

  /**
   * Writes the body in the form that the client likes.
   *
   * @param again whether this very buffer will be given out again
   */
  void end(Exchange exchange, Buffer body, boolean again) {
    forms.encode(exchange, body, again, form -> write(exchange, form));
  }

  private void write(Exchange exchange, Buffer body) {
    HttpServerResponse response = exchange.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (exchange.bodyPending()) {
      discardBody(exchange);
    }
    if (exchange.lastOnConnection() || closing && !isHttp2(exchange)) {
      response.headers().add(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.endHandler(ignored -> closeAfterBody(exchange));
    }
    int status = response.getStatusCode();
    boolean head = exchange.request().method().equals(HttpMethod.HEAD);
    if (head) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    }
    boolean empty = head || status == 204 || status == 304;
    if (empty) {
      response.end();
    } else {
      response.end(body);
    }
    log(exchange, empty ? 0 : body.length());
  }

  private static boolean isHttp2(Exchange exchange) {
    return exchange.request().version() == HttpVersion.HTTP_2;
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
    if (request.isEnded()) {
      request.connection().close();
    } else {
      request.end().eventually(() -> request.connection().close());
    }
  }

  /** Says that a request was answered. */
  void log(Exchange exchange, long bytes) {
    if (access != null) {
      access.add(AccessEntries.of(exchange, bytes));
    }
  }
}
