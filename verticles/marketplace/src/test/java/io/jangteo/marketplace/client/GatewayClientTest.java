package io.jangteo.marketplace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicInteger servedByGood = new AtomicInteger();
  private final AtomicInteger reachedRude = new AtomicInteger();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger windows = new AtomicInteger();
  private HttpServer good;
  private HttpServer rude;

  @BeforeEach
  void start() throws IOException {
    good = server(exchange -> answer(exchange, servedByGood));
    rude =
        server(
            exchange -> {
              reachedRude.incrementAndGet();
              exchange.close();
            });
  }

  @AfterEach
  void stop() {
    good.stop(0);
    rude.stop(0);
  }

  @Test
  void aGatewayThatRefusesIsPassedOverForAnyRequest() throws Exception {
    GatewayClient client = client(refusing(), uri(good));

    for (int i = 0; i < 4; i++) {
      assertThat(client.once("POST", "/sessions", Map.of(), Map.of()).status()).isEqualTo(200);
    }

    assertThat(servedByGood).hasValue(4);
    assertThat(failed).as("avoided after the first time").containsExactly("POST /sessions refused");
    assertThat(windows).hasValue(1);
  }

  @Test
  void whatMayHaveHadAnEffectIsNotSentElsewhere() {
    GatewayClient client = client(uri(rude), uri(good));

    assertThatThrownBy(() -> client.once("POST", "/members", Map.of(), Map.of()))
        .isInstanceOf(IOException.class);
    assertThat(servedByGood).hasValue(0);
  }

  @Test
  void whatTwiceDoesWhatOnceDoesIsSentElsewhere() throws Exception {
    GatewayClient client = client(uri(rude), uri(good));

    assertThat(client.once("PUT", "/products/1", Map.of(), Map.of()).status()).isEqualTo(200);
    assertThat(failed).containsExactly("PUT /products cut off");

    GatewayClient other = client(uri(rude), uri(good));
    Map<String, String> key = Map.of("idempotency-key", "1");
    assertThat(other.once("POST", "/orders", Map.of(), key).status()).isEqualTo(200);
    assertThat(reachedRude.get()).isPositive();
  }

  @Test
  void aCallIsRepeatedUntilAGatewayAnswers() throws Exception {
    good.removeContext("/");
    AtomicInteger asked = new AtomicInteger();
    good.createContext(
        "/",
        exchange -> {
          if (asked.incrementAndGet() < 3) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
          } else {
            answer(exchange, servedByGood);
          }
        });

    Answer answer = client(uri(good)).call("POST", "/orders?x=1", Map.of(), Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(failed).containsExactly("POST /orders 503", "POST /orders 503");
    assertThat(windows).hasValue(1);
  }

  @Test
  void aGatewayThatAsksToWaitIsNotAskedBefore() throws Exception {
    good.removeContext("/");
    AtomicInteger asked = new AtomicInteger();
    good.createContext(
        "/",
        exchange -> {
          if (asked.incrementAndGet() == 1) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
          } else {
            answer(exchange, servedByGood);
          }
        });

    long before = System.nanoTime();
    Answer answer = client(uri(good)).call("POST", "/members", Map.of(), Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(asked).hasValue(2);
  }

  private GatewayClient client(URI... gateways) {
    return new GatewayClient(
        List.of(gateways),
        PATIENCE,
        new FailureLog() {
          @Override
          public void attemptFailed(String how) {
            failed.add(how);
          }

          @Override
          public void callFailedBetween(long fromNanos, long toNanos) {
            windows.incrementAndGet();
          }
        });
  }

  private static void answer(HttpExchange exchange, AtomicInteger served) throws IOException {
    served.incrementAndGet();
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Where nobody listens. */
  private static URI refusing() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }
}
