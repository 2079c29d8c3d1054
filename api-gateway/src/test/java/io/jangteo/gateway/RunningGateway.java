package io.jangteo.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.events.BrokerConfig;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.Health;
import io.jangteo.runtime.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A gateway with services that a test plays, in one JVM, behind a real socket. */
final class RunningGateway implements AutoCloseable {
  final Vertx vertx;
  final InMemoryDirectory directory = new InMemoryDirectory();
  final TokenMint mint = new TokenMint("k1");
  final Health health = new Health();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, BusService> services = new HashMap<>();
  private final Map<String, ServiceInstance> announced = new HashMap<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final GatewayVerticle verticle;
  private final String deployment;

  /** One that does not limit this machine, unless {@code settings} say so. */
  RunningGateway(Map<String, String> settings) {
    this(settings, Optional.empty());
  }

  RunningGateway(Map<String, String> settings, Optional<BrokerConfig> broker) {
    this(Vertx.vertx(), "t1", settings, broker);
  }

  RunningGateway(Vertx vertx, String id, Map<String, String> settings) {
    this(vertx, id, settings, Optional.empty());
  }

  private RunningGateway(
      Vertx vertx, String id, Map<String, String> settings, Optional<BrokerConfig> broker) {
    this.vertx = vertx;
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "gateway.port", "0",
                "gateway.host", "127.0.0.1",
                "gateway.drainNotice", "1ms",
                "gateway.limits.exempt", "127.0.0.0/8"));
    values.putAll(settings);
    GatewayConfig config =
        Configuration.ofEnvironment(Map.of())
            .withDefaults(values)
            .bind("gateway", GatewayConfig.class);
    ServiceRuntime runtime = new ServiceRuntime(id, "1.0.0", health, meters, directory);
    verticle = new GatewayVerticle(config, broker, runtime);
    deployment = await(vertx.deployVerticle(verticle));
  }

  /** With the keys that {@link #mint} signs with, and a market. */
  static RunningGateway withMarket(Market market) {
    return withMarket(market, Map.of());
  }

  static RunningGateway withMarket(Market market, Map<String, String> settings) {
    return new RunningGateway(settings).serving(market);
  }

  RunningGateway serving(Market market) {
    serve(
        "keyring", Map.of("getKeys", request -> Future.succeededFuture(Market.ok(mint.keySet()))));
    serve("market", market.handlers());
    Awaitility.await().until(() -> get("/things").statusCode() == 200);
    return this;
  }

  GatewayVerticle verticle() {
    return verticle;
  }

  /** What the gateway tells of its cache. */
  JsonNode cache() {
    return verticle.describeCache();
  }

  int port() {
    return verticle.port();
  }

  /** Starts a service whose contract is in the test resources and makes it known. */
  void serve(String service, Map<String, BusHandler> handlers) {
    start(service, handlers);
    announce(service);
  }

  void start(String service, Map<String, BusHandler> handlers) {
    BusService.Builder builder = BusService.named(service, "t1").believing(directory);
    handlers.forEach(builder::on);
    services.put(service, await(builder.start(vertx, Contract.load(service))));
  }

  void announce(String service) {
    ServiceInstance instance =
        new ServiceInstance(service, "t1", "", "1.0.0", Contract.load(service).document());
    announced.put(service, instance);
    await(directory.announce(instance));
  }

  void withdraw(String service) {
    await(directory.withdraw(announced.remove(service)));
  }

  /** Stops answering without withdrawing, as a killed process would. */
  void kill(String service) {
    await(services.remove(service).drain(Duration.ZERO));
  }

  void undeploy() {
    await(beginUndeploy());
  }

  Future<Void> beginUndeploy() {
    return vertx.undeploy(deployment);
  }

  boolean isListening(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends bytes as they are and reads until the server closes or is silent for two seconds. */
  String raw(String bytes) {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      StringBuilder answer = new StringBuilder();
      try {
        byte[] chunk = new byte[8192];
        for (int n = socket.getInputStream().read(chunk); n >= 0; ) {
          answer.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
          n = socket.getInputStream().read(chunk);
        }
      } catch (IOException silence) {
        // What came so far is the answer.
      }
      return answer.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return Json.LENIENT.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(text, e);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
