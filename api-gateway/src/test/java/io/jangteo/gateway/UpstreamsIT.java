package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.Stalls.Stall;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances and services that are ill, and what clients see of it. */
@Tag("alone")
class UpstreamsIT {
  private static final Market MARKET = new Market();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private RunningGateway gateway;
  private Stalls stalls;

  @BeforeEach
  void start() {
    gateway =
        RunningGateway.withMarket(
            MARKET,
            Map.of(
                "gateway.upstream.limitFirst", "20",
                "gateway.instances.breaker.open", "300ms",
                "gateway.instances.breaker.openMax", "600ms",
                "gateway.instances.outlier.ejection", "5s"));
    stalls = new Stalls(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void ofTwoInstancesOneBrokenCostsNoReader() {
    Stall broken = openBoth(Stalls::well).get(1);
    reads(80);

    broken.behaviour = Stalls::broken;
    int before = broken.calls.get();
    Set<Integer> statuses = reads(60);

    assertThat(statuses).containsExactly(200);
    assertThat(broken.calls.get() - before).as("until it is ejected").isEqualTo(5);
  }

  @Test
  void aWriteIsNeverSentTwice() {
    openBoth(Stalls::broken);
    reads(80);
    stalls.asked.clear();

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      statuses.add(buy().statusCode());
    }

    assertThat(statuses).containsOnly(503);
    assertThat(stalls.asked).hasSize(15).containsOnly("buyWare");
  }

  @Test
  void aServiceThatFailsAltogetherIsAskedLittleMoreThanItsClientsAsk() {
    List<Stall> both = openBoth(Stalls::well);
    reads(200);
    both.forEach(stall -> stall.behaviour = Stalls::broken);

    int attempts = attempts(both);
    Set<Integer> statuses = reads(500);

    assertThat(statuses).containsExactly(503);
    int caused = attempts(both) - attempts;
    System.out.printf("failing altogether: %d attempts for 500 requests%n", caused);
    assertThat(caused).isLessThanOrEqualTo(550);
  }

  @Test
  void breakersOpenTellWhenToComeBackAndCloseAgain() {
    Stall only = stalls.open("a", Stalls::failing);
    awaitRoute();

    reads(25);
    HttpResponse<String> refused = gateway.get("/wares");
    int asked = only.calls.get();
    reads(20);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(only.calls.get() - asked).as("asked while it is open").isLessThanOrEqualTo(3);
    assertThat(buy().statusCode()).as("another class is judged by itself").isEqualTo(502);
    only.behaviour = Stalls::well;
    await().until(() -> gateway.get("/wares").statusCode() == 200);
    assertThat(reads(20)).containsExactly(200);
  }

  @Test
  void refusalsOfClientsOpenNothing() {
    Stall only = stalls.open("a", Stalls::well);
    awaitRoute();
    only.behaviour = request -> Future.failedFuture(ServiceFailure.notFound("ware"));

    assertThat(reads(60)).containsExactly(404);
  }

  @Test
  void anInstanceThatStopsIsNoticedAndItsReadersMoved() {
    List<Stall> both = openBoth(Stalls::well);
    both.get(1).behaviour = Stalls::stuck;

    // It answers probes still, so only its readers' time-outs tell: five, and it is out.
    long before = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(read("/wares"));
    }
    answers.forEach(CompletableFuture::join);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));

    assertThat(reads(10)).containsExactly(200);
  }

  @Test
  void aServiceThatHangsTakesNothingFromTheOthers() {
    stalls.open("a", Stalls::stuck);
    awaitRouted();
    List<Long> alone = times("/things", 200);

    List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      hanging.add(read("/wares"));
    }
    List<Long> beside = times("/things", 200);
    List<Integer> statuses =
        hanging.stream().map(CompletableFuture::join).map(HttpResponse::statusCode).toList();

    System.out.printf(
        "p99 of others: %d us alone, %d us beside a service that hangs%n", p99(alone), p99(beside));
    // Whoever waited for the one that hangs would have waited for its deadline, which is seconds.
    assertThat(p99(beside)).isLessThan(Math.max(500_000, 3 * p99(alone)));
    assertThat(new HashSet<>(statuses)).containsExactlyInAnyOrder(503, 504);
    assertThat(statuses.stream().filter(status -> status == 504).count())
        .as("four fifths of the first limit, because writes go before")
        .isEqualTo(16);
  }

  @Test
  void whatIsIllCanBeSeen() {
    List<Stall> both = openBoth(Stalls::well);
    reads(80);
    both.forEach(stall -> stall.behaviour = Stalls::failing);
    reads(80);

    JsonNode described = gateway.verticle().upstreams().describe();
    JsonNode service = described.path("services").path("stall");
    assertThat(service.path("limit").asInt()).isBetween(8, 256);
    assertThat(service.path("inFlight").asInt()).isZero();
    assertThat(service.path("retries").asInt()).isPositive();
    assertThat(described.path("instances").path("stall")).hasSize(2);
    assertThat(
            gateway.meters.get("jangteo.gateway.retries").tag("service", "stall").counter().count())
        .isPositive();
    await()
        .until(
            () ->
                gateway
                        .meters
                        .find("jangteo.gateway.breaker.state")
                        .tag("class", "read")
                        .gauges()
                        .stream()
                        .filter(gauge -> "stall".equals(gauge.getId().getTag("service")))
                        .filter(gauge -> gauge.value() > 0)
                        .count()
                    > 0);
    assertThat(gateway.meters.get("jangteo.gateway.limit").tag("service", "stall").gauge().value())
        .isBetween(8.0, 256.0);
  }

  private List<Stall> openBoth(Stalls.Behaviour behaviour) {
    List<Stall> both = List.of(stalls.open("a", Stalls::well), stalls.open("b", Stalls::well));
    awaitRoute();
    both.forEach(stall -> stall.behaviour = behaviour);
    return both;
  }

  private void awaitRoute() {
    await().until(() -> gateway.get("/wares").statusCode() != 404);
  }

  /** Without asking the service. */
  private void awaitRouted() {
    await().until(() -> gateway.get("/openapi.json").body().contains("/wares"));
  }

  private Set<Integer> reads(int times) {
    Set<Integer> statuses = new HashSet<>();
    for (int i = 0; i < times; i++) {
      statuses.add(gateway.get("/wares").statusCode());
    }
    return statuses;
  }

  private HttpResponse<String> buy() {
    return gateway.send(gateway.request("/wares").POST(BodyPublishers.noBody()));
  }

  private CompletableFuture<HttpResponse<String>> read(String path) {
    HttpRequest request = gateway.request(path).GET().build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private List<Long> times(String path, int times) {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long before = System.nanoTime();
      assertThat(gateway.get(path).statusCode()).isEqualTo(200);
      micros.add((System.nanoTime() - before) / 1000);
    }
    return micros;
  }

  private static long p99(List<Long> micros) {
    return micros.stream().sorted().skip(micros.size() * 99L / 100).findFirst().orElseThrow();
  }

  private static int attempts(List<Stall> all) {
    return all.stream().mapToInt(stall -> stall.calls.get()).sum();
  }
}
