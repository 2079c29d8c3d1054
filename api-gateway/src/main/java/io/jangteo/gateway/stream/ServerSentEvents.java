package io.jangteo.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Events as an answer that goes on. */
final class ServerSentEvents implements EventSink {
  private final HttpServerResponse response;

  ServerSentEvents(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public Future<Void> open(Runnable onClosed) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .exceptionHandler(ignored -> onClosed.run())
        .closeHandler(ignored -> onClosed.run())
        .endHandler(ignored -> onClosed.run());
    return response.write(EventFrame.RETRY);
  }

  @Override
  public Future<Void> write(JsonNode items) {
    Buffer frames = Buffer.buffer();
    items.forEach(item -> EventFrame.append(frames, item));
    return response.write(frames);
  }

  @Override
  public Future<Void> beat() {
    return response.write(EventFrame.HEARTBEAT);
  }

  @Override
  public void end(StreamEnd why) {
    response.end();
  }

  @Override
  public long bytes() {
    return response.bytesWritten();
  }
}
