package io.jangteo.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.limit.WindowCount;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Events as text messages, each one a JSON object. The client has nothing to say: a message of its
 * own ends the stream, and so do more pings than anybody needs, a ping of ours that it does not
 * answer in time, and events that it does not take in time.
 */
final class WebSocketEvents implements EventSink {
  private static final int FRAMES_MAX = 100;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ServerWebSocket socket;
  private final Duration patience;
  private final WindowCount frames = new WindowCount(FRAMES_MAX, WINDOW_NANOS);
  private long bytes;
  private long pinged;
  private boolean awaitsPong;
  private boolean ended;

  /**
   * Writes to {@code socket}.
   *
   * @param patience how long the client may take to take something, or to answer a ping
   */
  WebSocketEvents(ServerWebSocket socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
    this.pinged = System.nanoTime() - PING_NANOS;
  }

  @Override
  public Future<Void> open(Runnable onClosed) {
    socket.exceptionHandler(ignored -> onClosed.run());
    socket.closeHandler(ignored -> onClosed.run());
    socket.pongHandler(ignored -> awaitsPong = false);
    socket.frameHandler(this::received);
    return Future.succeededFuture();
  }

  private void received(WebSocketFrame frame) {
    if (ended) {
      return;
    }
    if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
      end(StreamEnd.NOT_EXPECTED);
    } else if (!frames.admits(System.nanoTime())) {
      cutOff();
    }
  }

  @Override
  public Future<Void> write(JsonNode items) {
    Future<Void> last = Future.succeededFuture();
    for (JsonNode item : items) {
      Buffer message = EventFrame.message(item);
      bytes += message.length();
      // Vert.x would cut a message into frames no larger than what is taken from clients.
      last = socket.writeFinalTextFrame(message.toString());
    }
    return taken(last);
  }

  @Override
  public Future<Void> beat() {
    long silence = System.nanoTime() - pinged;
    if (awaitsPong) {
      return silence > patience.toNanos() ? given() : Future.succeededFuture();
    }
    if (silence < Math.min(PING_NANOS, patience.toNanos() / 3)) {
      return Future.succeededFuture();
    }
    awaitsPong = true;
    pinged = System.nanoTime();
    return taken(socket.writePing(Buffer.buffer()));
  }

  private Future<Void> given() {
    cutOff();
    return Future.failedFuture("a ping was not answered");
  }

  /** One connection writes in order: when its last frame has gone, all have. */
  private Future<Void> taken(Future<Void> written) {
    return written
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            error -> {
              if (error instanceof TimeoutException) {
                cutOff();
              }
            });
  }

  @Override
  public void end(StreamEnd why) {
    if (!ended) {
      ended = true;
      socket.close(why.code(), why.reason());
    }
  }

  /** Without a word, which would only wait behind what is not taken. */
  private void cutOff() {
    ended = true;
    ((WebSocketInternal) socket).channelHandlerContext().close();
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
