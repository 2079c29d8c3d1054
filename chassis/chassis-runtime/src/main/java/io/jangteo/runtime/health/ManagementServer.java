package io.jangteo.runtime.health;

import io.jangteo.runtime.config.PortFailure;
import io.jangteo.runtime.json.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers {@code /live} (the process runs), {@code /ready} (200 when it should get work, else 503;
 * either way with every check), {@code /metrics} (Prometheus text) and what else the process tells.
 */
public final class ManagementServer {
  private static final String TEXT_0_0_4 = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final int IDLE_SECONDS = 60;

  private final Vertx vertx;
  private final Health health;
  private final PrometheusMeterRegistry meters;
  private final HttpServer server;
  private final Map<String, Supplier<Buffer>> more = new ConcurrentHashMap<>();

  private ManagementServer(
      Vertx vertx, ManagementConfig config, Health health, PrometheusMeterRegistry meters) {
    this.vertx = vertx;
    this.health = health;
    this.meters = meters;
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setIdleTimeout(IDLE_SECONDS);
    this.server = vertx.createHttpServer(options).requestHandler(this::answer);
  }

  /** Listens; fails when the port is taken. */
  public static Future<ManagementServer> start(
      Vertx vertx, ManagementConfig config, Health health, PrometheusMeterRegistry meters) {
    ManagementServer management = new ManagementServer(vertx, config, health, meters);
    return management
        .server
        .listen()
        .map(management)
        .recover(
            error ->
                Future.failedFuture(
                    PortFailure.of(config.host(), config.port(), "management.port", error)));
  }

  /**
   * Answers one more path.
   *
   * @param report gives JSON at once, from what is known
   */
  public void also(String path, Supplier<Buffer> report) {
    more.put(path, report);
  }

  /** The port really taken. */
  public int port() {
    return server.actualPort();
  }

  public Future<Void> close() {
    return server.close();
  }

  private void answer(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD").setStatusCode(405).end();
      return;
    }
    switch (request.path()) {
      case "/live" -> send(request, 200, JSON, Json.encode(Map.of("status", "live")));
      case "/ready" -> ready(request);
      case "/metrics" -> metrics(request);
      default -> more(request);
    }
  }

  private void more(HttpServerRequest request) {
    Supplier<Buffer> report = more.get(request.path());
    if (report == null) {
      request.response().setStatusCode(404).end();
    } else {
      send(request, 200, JSON, report.get());
    }
  }

  private void ready(HttpServerRequest request) {
    Map<String, Boolean> checks = health.report();
    boolean ready = !health.isDraining() && !checks.containsValue(false);
    ReadinessReport report =
        new ReadinessReport(ready ? "ready" : "not ready", health.isDraining(), checks);
    send(request, ready ? 200 : 503, JSON, Json.encode(report));
  }

  /** Off the event loop: with thousands of series the text takes a while. */
  private void metrics(HttpServerRequest request) {
    vertx
        .executeBlocking(() -> Buffer.buffer(meters.scrape()), false)
        .onSuccess(text -> send(request, 200, TEXT_0_0_4, text))
        .onFailure(error -> request.response().setStatusCode(500).end());
  }

  private static void send(HttpServerRequest request, int status, String type, Buffer body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(request.method() == HttpMethod.HEAD ? Buffer.buffer() : body);
  }

  private record ReadinessReport(String status, boolean draining, Map<String, Boolean> checks) {}
}
