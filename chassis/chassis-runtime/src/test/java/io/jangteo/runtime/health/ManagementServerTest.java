package io.jangteo.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final Health health = new Health();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private ManagementServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        ManagementServer.start(vertx, new ManagementConfig("127.0.0.1", 0), health, meters)
            .await(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void runningProcessIsLiveEvenWhenItIsNotReady() throws Exception {
    health.drain();

    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void readinessNamesTheCheckThatFails() throws Exception {
    health.register("order.database", () -> true);
    assertThat(get("/ready").statusCode()).isEqualTo(200);

    health.register("order.broker", () -> false);
    HttpResponse<String> response = get("/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    JsonNode checks = new ObjectMapper().readTree(response.body()).path("checks");
    assertThat(checks.path("order.broker").booleanValue()).isFalse();
    assertThat(checks.path("order.database").booleanValue()).isTrue();
  }

  @Test
  void checkThatThrowsCountsAsFailed() throws Exception {
    health.register(
        "broken",
        () -> {
          throw new IllegalStateException("a fault of the check");
        });

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(health.isReady()).isFalse();
  }

  @Test
  void drainingProcessIsNotReady() throws Exception {
    health.drain();

    assertThat(get("/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void metricsAreInPrometheusText() throws Exception {
    meters.counter("jangteo.test.events").increment(3);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(response.body()).contains("jangteo_test_events_total 3.0");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(send(request("/ready").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
