package io.jangteo.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that follow each other on one port, each with a Vert.x of its own like processes. */
class SharedPortIT {
  private static final int CONNECTIONS = 300;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final List<Server> servers = new ArrayList<>();
  private int port;

  /** One of them; it answers with its name. */
  private record Server(Vertx vertx, HttpServer http, SharedPort shared) {
    boolean handOver() {
      Future<Boolean> done =
          Future.future(
              promise -> vertx.runOnContext(ignored -> shared.handOver().onComplete(promise)));
      return get(done);
    }

    void close() {
      get(http.close());
    }

    /** It has seen that nobody else listens. */
    void awaitAlone() {
      await().atMost(Duration.ofSeconds(5)).until(shared::isOldest);
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void onlyWhereItIsPossible() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "shared ports are for Linux");
  }

  @AfterEach
  void close() {
    servers.forEach(server -> get(server.vertx().close()));
  }

  private Server start(String name) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    assertThat(vertx.isNativeTransportEnabled()).isTrue();
    SharedPort shared = new SharedPort(vertx);
    HttpServer http =
        vertx
            .createHttpServer(new HttpServerOptions().setPort(port).setReusePort(true))
            .connectionHandler(connection -> shared.accepted(parent(connection)))
            .requestHandler(request -> request.response().end(name));
    get(http.listen());
    port = http.actualPort();
    vertx.runOnContext(ignored -> shared.listening(port));
    Server server = new Server(vertx, http, shared);
    servers.add(server);
    return server;
  }

  private static Channel parent(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().parent();
  }

  /** Who answers so many new connections, and how many each. */
  private Map<String, Integer> ask() throws IOException {
    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(REQUEST);
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        answers.merge(answer.substring(answer.lastIndexOf('\n') + 1), 1, Integer::sum);
      }
    }
    return answers;
  }

  @Test
  void whoLeavesSendsEverythingNewToItsSuccessorAndSoDoesThat() throws IOException {
    // Given
    Server first = start("first");
    first.awaitAlone();
    assertThat(ask()).containsExactly(Map.entry("first", CONNECTIONS));
    assertThat(first.handOver()).as("there is nobody else").isFalse();
    Server second = start("second");
    assertThat(ask()).as("both listen").containsOnlyKeys("first", "second");

    // When
    assertThat(first.handOver()).isTrue();

    // Then
    assertThat(ask()).containsExactly(Map.entry("second", CONNECTIONS));

    // When
    first.close();
    second.awaitAlone();
    start("third");
    assertThat(ask()).containsKey("third");
    assertThat(second.handOver()).isTrue();

    // Then
    assertThat(ask()).containsExactly(Map.entry("third", CONNECTIONS));
    second.close();
    assertThat(ask()).containsExactly(Map.entry("third", CONNECTIONS));
  }

  @Test
  void aSuccessorThatFailsSendsEverythingBack() throws IOException {
    // Given
    Server first = start("first");
    first.awaitAlone();
    Server second = start("second");
    assertThat(ask()).containsOnlyKeys("first", "second");

    // When
    assertThat(second.handOver()).isTrue();

    // Then
    assertThat(ask()).containsExactly(Map.entry("first", CONNECTIONS));
    second.close();
    assertThat(ask()).containsExactly(Map.entry("first", CONNECTIONS));
  }
}
