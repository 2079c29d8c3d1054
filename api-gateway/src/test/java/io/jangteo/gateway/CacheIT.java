package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Promise;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are kept, and all that must not be, over real HTTP. */
class CacheIT {
  private static final UUID ANN = UUID.fromString("018f0000-0000-7000-8000-000000000001");
  private static final UUID BOB = UUID.fromString("018f0000-0000-7000-8000-000000000002");
  private static final Shop SHOP = new Shop();
  private static RunningGateway gateway;

  private String code;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    gateway.serve("shop", SHOP.handlers());
    await().until(() -> gateway.get("/goods").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void anotherGood() {
    code = "G-" + UUID.randomUUID();
    SHOP.prices.put(code, "10");
    SHOP.gate = null;
  }

  private String path() {
    return "/goods/" + code;
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static HttpResponse<String> with(String path, String name, String value) {
    return gateway.send(gateway.request(path).header(name, value).GET());
  }

  private static HttpResponse<String> as(UUID who, String path, String... roles) {
    return with(path, "Authorization", "Bearer " + gateway.mint.token(who, roles));
  }

  @Test
  void theSecondAnswerComesFromTheCacheAndSaysSo() {
    HttpResponse<String> first = gateway.get(path());
    int calls = SHOP.calls.get();

    HttpResponse<String> second = gateway.get(path());

    assertThat(SHOP.calls.get()).isEqualTo(calls);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo("\"10\"").isEqualTo(first.body());
    assertThat(header(first, "cache-status")).isEqualTo("jangteo; fwd=uri-miss; stored");
    assertThat(header(first, "age")).isEmpty();
    assertThat(header(second, "cache-status")).isEqualTo("jangteo; hit");
    assertThat(header(second, "age")).isEqualTo("0");
    assertThat(header(second, "cache-control")).isEqualTo("public, no-cache");
    assertThat(header(second, "content-type")).isEqualTo("application/json");
    assertThat(header(second, "etag")).matches("\"[\\w-]+\"").isEqualTo(header(first, "etag"));
    assertThat(header(second, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(second, "x-request-id")).isNotEqualTo(header(first, "x-request-id"));
  }

  @Test
  void aClientThatHasTheAnswerIsSpared() {
    String etag = header(gateway.get(path()), "etag");

    HttpResponse<String> known = with(path(), "If-None-Match", "\"x\", W/" + etag);
    HttpResponse<String> other = with(path(), "If-None-Match", "\"x\"");

    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(header(known, "etag")).isEqualTo(etag);
    assertThat(header(known, "cache-status")).isEqualTo("jangteo; hit");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo("\"10\"");
  }

  @Test
  void headIsAnsweredFromWhatGetHasLeft() {
    gateway.get(path());
    int calls = SHOP.calls.get();

    HttpResponse<String> head =
        gateway.send(gateway.request(path()).method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "content-length")).isEqualTo("4");
    assertThat(SHOP.calls.get()).isEqualTo(calls);
  }

  @Test
  void nothingOfARequestThatIsNotInTheKeyReachesTheService() {
    gateway.send(
        gateway
            .request(path())
            .header("If-None-Match", "\"poison\"")
            .header("Prefer", "wait=20")
            .header("Idempotency-Key", "poison")
            .header("X-Forwarded-Host", "evil.example")
            .header("Authorization", "Bearer " + gateway.mint.token(ANN, "operator"))
            .GET());

    assertThat(SHOP.seen).isEmpty();
    assertThat(gateway.get(path()).body()).isEqualTo("\"10\"");
  }

  @Test
  void theListIsKeptByItsListedParametersAndNoOther() {
    String q = code.substring(0, 10);
    assertThat(gateway.get("/goods?q=" + q).body()).startsWith("\"" + q + " in any");
    assertThat(header(gateway.get("/goods?q=" + q), "cache-status")).isEqualTo("jangteo; hit");
    assertThat(gateway.get("/goods?q=other").body()).startsWith("\"other in any");

    HttpResponse<String> red = gateway.get("/goods?q=" + q + "&color=red");
    HttpResponse<String> blue = gateway.get("/goods?color=blue&q=" + q);

    assertThat(header(red, "cache-status")).isEqualTo("jangteo; fwd=bypass");
    assertThat(header(red, "cache-control")).isEqualTo("no-store");
    assertThat(red.body()).contains("in red");
    assertThat(blue.body()).contains("in blue");
    assertThat(gateway.get("/goods?q=" + q + "&utm_source=x").statusCode()).isEqualTo(400);
  }

  @Test
  void twoHundredWhoAskAtOnceCauseOneCall() {
    int calls = SHOP.calls.get();
    SHOP.gate = Promise.promise();
    ExecutorService clients = Executors.newFixedThreadPool(200);
    try {
      List<CompletableFuture<HttpResponse<String>>> asked =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> gateway.get(path()), clients))
              .limit(200)
              .toList();
      await().until(() -> gateway.cache().path("waiting").asInt() == 199);
      SHOP.gate.complete();

      assertThat(asked.stream().map(CompletableFuture::join))
          .allMatch(response -> response.statusCode() == 200 && response.body().equals("\"10\""));
      assertThat(SHOP.calls.get()).isEqualTo(calls + 1);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void clientsThatInsistCannotStampede() {
    gateway.get(path());
    int calls = SHOP.calls.get();
    SHOP.gate = Promise.promise();
    ExecutorService clients = Executors.newFixedThreadPool(50);
    try {
      List<CompletableFuture<HttpResponse<String>>> asked =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> with(path(), "Cache-Control", i % 2 == 0 ? "no-cache" : "no-store"),
                          clients))
              .toList();
      await().until(() -> gateway.cache().path("waiting").asInt() == 49);
      SHOP.gate.complete();

      assertThat(asked.stream().map(CompletableFuture::join))
          .allMatch(response -> response.statusCode() == 200);
      assertThat(SHOP.calls.get()).isEqualTo(calls + 1);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void onlyIfCachedNeverReachesTheService() {
    int calls = SHOP.calls.get();

    assertThat(with(path(), "Cache-Control", "only-if-cached").statusCode()).isEqualTo(504);
    assertThat(SHOP.calls.get()).isEqualTo(calls);
    gateway.get(path());
    assertThat(with(path(), "Cache-Control", "only-if-cached").statusCode()).isEqualTo(200);
  }

  @Test
  void whoWritesThroughThisGatewayReadsWhatWasWritten() {
    gateway.get(path());

    gateway.send(gateway.request(path()).PUT(BodyPublishers.noBody()));

    assertThat(gateway.get(path()).body()).isEqualTo("\"101\"");
  }

  @Test
  void aMissingGoodIsRememberedButNotWhoMissedIt() {
    HttpResponse<String> first = gateway.get("/goods/none-" + code);
    HttpResponse<String> second = gateway.get("/goods/none-" + code);

    assertThat(second.statusCode()).isEqualTo(404);
    assertThat(header(second, "cache-status")).isEqualTo("jangteo; hit");
    assertThat(header(second, "content-type")).isEqualTo("application/problem+json");
    for (HttpResponse<String> response : List.of(first, second)) {
      assertThat(RunningGateway.json(response).path("requestId").asText())
          .isEqualTo(header(response, "x-request-id"));
    }
  }

  @Test
  void privateAnswersNeverCrossSubjects() {
    for (int round = 0; round < 3; round++) {
      for (UUID who : List.of(ANN, BOB)) {
        HttpResponse<String> mine = as(who, "/mine", "customer");
        assertThat(mine.body()).isEqualTo("\"of " + who + " [customer]\"");
        assertThat(header(mine, "cache-control")).isEqualTo("private, no-cache");
        assertThat(header(mine, "cache-status"))
            .isEqualTo(round == 0 ? "jangteo; fwd=uri-miss; stored" : "jangteo; hit");
      }
    }
    assertThat(as(ANN, "/mine", "operator").body()).contains("[operator]");
    assertThat(gateway.get("/mine").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders/me/x.css",
        "/orders/me.css",
        "/orders/me%2fx.css",
        "/orders/me%2Fx.css",
        "/orders/me;x.css",
        "/orders/me/;x.css",
        "/orders/me%00.css",
        "/orders/me%0ax.css",
        "/orders/me%3f.css",
        "/orders/me%23x.css",
        "/orders/me/.css",
        "/orders/me/..%2fx.css",
        "/orders/me/%2e%2e/goods/x",
        "/goods/..%2forders%2fme",
        "/goods/%2e%2e/orders/me",
        "/goods/../orders/me",
        "/goods//orders/me",
        "/orders/me/",
        "/orders/me%5cx.css",
        "/orders/me%c0%afx.css",
        "/orders/me%252fx.css",
        "/orders/me?x.css",
        "/orders/me?.css=1",
        "/mine/x.css",
        "/mine.css",
        "/mine%2f.css"
      })
  void deceptionLeavesNothingForTheNext(String path) {
    int stored = gateway.cache().path("entries").asInt();
    String head = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    String token = "Authorization: Bearer " + gateway.mint.token(ANN, "customer") + "\r\n";

    String victim = gateway.raw(head + token + "\r\n");
    String attacker = gateway.raw(head + "\r\n");

    assertThat(victim.toLowerCase(java.util.Locale.ROOT))
        .contains("cache-control: no-store")
        .doesNotContain("cache-status");
    assertThat(attacker).doesNotContain(ANN.toString());
    assertThat(gateway.cache().path("entries").asInt()).isEqualTo(stored);
  }

  @Test
  void whatNeedsATokenAndIsNotMarkedIsNeverKept() {
    assertThat(as(ANN, "/orders/me", "customer").body()).contains(ANN.toString());
    HttpResponse<String> bobs = as(BOB, "/orders/me", "customer");

    assertThat(bobs.body()).contains(BOB.toString());
    assertThat(header(bobs, "cache-control")).isEqualTo("no-store");
    assertThat(header(bobs, "cache-status")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Range, bytes=0-1, 200", "If-Match, \"7\", 200", "If-None-Match, *, 304"})
  void otherConditionsAreSafe(String name, String value, int status) {
    gateway.get(path());

    assertThat(with(path(), name, value).statusCode()).isEqualTo(status);
    assertThat(gateway.get(path()).body()).isEqualTo("\"10\"");
  }

  @Test
  void aGetWithABodyIsRefusedAndLeavesNothing() {
    HttpResponse<String> fat =
        gateway.send(gateway.request(path()).method("GET", BodyPublishers.ofString("{}")));

    assertThat(fat.statusCode()).isEqualTo(400);
    assertThat(header(gateway.get(path()), "cache-status")).contains("fwd=uri-miss");
  }

  @Test
  void staleAnswersStandInWhileTheServiceIsKilledAndAfterItWithdrew() {
    try (RunningGateway own = RunningGateway.withMarket(new Market())) {
      Shop shop = new Shop();
      shop.prices.put("F", "5");
      own.serve("shop", shop.handlers());
      await().until(() -> own.get("/flash/F").statusCode() == 200);
      own.get("/goods/F");
      own.kill("shop");

      await().until(() -> header(own.get("/flash/F"), "cache-status").contains("stale-if-error"));
      for (int i = 0; i < 20; i++) {
        HttpResponse<String> stale = own.get("/flash/F");
        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.body()).isEqualTo("\"5\"");
        assertThat(header(stale, "cache-status")).contains("ttl=-");
      }
      assertThat(own.get("/flash/other").statusCode()).isEqualTo(503);
      own.withdraw("shop");
      await().until(() -> own.get("/orders/me").statusCode() == 503);
      assertThat(own.get("/flash/F").body()).isEqualTo("\"5\"");
      assertThat(own.get("/goods/F").statusCode()).isEqualTo(200);
      assertThat(own.get("/flash/other").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aGatewayMayBeToldToKeepNothing() {
    try (RunningGateway own =
        RunningGateway.withMarket(new Market(), java.util.Map.of("gateway.cache.bytesMax", "0B"))) {
      own.serve("shop", SHOP.handlers());
      await().until(() -> own.get(path()).statusCode() == 200);

      HttpResponse<String> response = own.get(path());

      assertThat(header(response, "cache-status")).isEmpty();
      assertThat(header(response, "cache-control")).isEqualTo("no-store");
    }
  }
}
