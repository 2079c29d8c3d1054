package io.jangteo.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens WebSockets at a gateway. */
final class Watcher {
  private final RunningGateway gateway;
  private final WebSocketClient client;

  Watcher(RunningGateway gateway) {
    this.gateway = gateway;
    this.client =
        gateway.vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(200).setClosingTimeout(2));
  }

  /** As somebody who is no browser. */
  static WebSocketConnectOptions to(String path) {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setURI(path)
        .setAllowOriginHeader(false);
  }

  /** As a page of {@code origin}. */
  static WebSocketConnectOptions from(String origin, String path) {
    return to(path).setAllowOriginHeader(true).putHeader("Origin", origin);
  }

  Watched open(String path) {
    return open(to(path));
  }

  Watched open(WebSocketConnectOptions options) {
    return RunningGateway.await(tryOpen(options));
  }

  Future<Watched> tryOpen(WebSocketConnectOptions options) {
    return client.connect(options.setPort(gateway.port())).map(Watched::new);
  }

  boolean opens(String path) {
    return RunningGateway.await(tryOpen(to(path)).map(watched -> true).otherwise(false));
  }

  boolean opensAndCloses(String path) {
    return RunningGateway.await(
        tryOpen(to(path))
            .compose(watched -> watched.socket.close())
            .map(closed -> true)
            .otherwise(false));
  }

  /** Why it is not opened. */
  Throwable refusal(WebSocketConnectOptions options) {
    Future<Watched> opened = tryOpen(options);
    try {
      opened.await(20, TimeUnit.SECONDS);
    } catch (Throwable refused) {
      return refused;
    }
    throw new AssertionError("it was opened");
  }

  /** One that is open, and what it said. */
  static final class Watched {
    final WebSocket socket;
    final AtomicInteger pongs = new AtomicInteger();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private Watched(WebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(messages::add);
      socket.pongHandler(ignored -> pongs.incrementAndGet());
      socket.exceptionHandler(ignored -> {});
      socket.closeHandler(ignored -> closed.complete((int) socket.closeStatusCode()));
    }

    String message() {
      try {
        return messages.poll(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** 1006 if it was cut off. */
    int closedWith() {
      try {
        return closed.get(10, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }

    void ping() {
      socket.writePing(Buffer.buffer());
    }

    void close() {
      RunningGateway.await(socket.close());
    }
  }
}
