package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jangteo.launcher.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the jars tell a collector of spans. */
class TracingIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final Queue<String> batches = new ConcurrentLinkedQueue<>();
  private HttpServer collector;

  @BeforeEach
  void collect() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    collector.createContext("/v1/traces", this::take);
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  /** Protobuf, of which every byte becomes a character: texts and ids can be looked for. */
  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    batches.add(new String(body, StandardCharsets.ISO_8859_1));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Test
  void theCallersTraceGoesThroughGatewayBusServiceAndDatabase() throws Exception {
    try (LaunchedJar gateway = LaunchedJar.start("api-gateway", traced("api-gateway"), "-cluster");
        LaunchedJar catalog = LaunchedJar.start("catalog", traced("catalog"), "-cluster")) {
      RunningProcess running = gateway.awaitServing();
      catalog.awaitServing();

      await().atMost(SOON).until(() -> productsInTrace(running.port()) == 200);

      await().atMost(SOON).until(() -> isTold("jangteo-api-gateway", "GET"));
      await().atMost(SOON).until(() -> isTold("jangteo-catalog", "SELECT"));
      catalog.terminate();
      assertThat(catalog.awaitExit()).isZero();
    }
  }

  @Test
  void aCollectorThatIsAwayStopsNothing() throws Exception {
    collector.stop(0);
    try (LaunchedJar catalog = LaunchedJar.start("catalog", traced("catalog"), "-cluster")) {
      catalog.awaitServing();

      catalog.terminate();

      assertThat(catalog.awaitExit()).isZero();
    }
  }

  private Map<String, String> traced(String service) {
    Map<String, String> variables = environment.of(service);
    variables.put(
        "TRACING_ENDPOINT", "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    return variables;
  }

  private static int productsInTrace(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/products?q=tea"))
            .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Whether a batch of that service has a span of the caller's trace, and the text in it. */
  private boolean isTold(String service, String text) {
    String id = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
    return batches.stream()
        .anyMatch(batch -> batch.contains(service) && batch.contains(id) && batch.contains(text));
  }
}
