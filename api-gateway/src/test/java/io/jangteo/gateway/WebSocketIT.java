package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists read as they grow, over a WebSocket. */
class WebSocketIT {
  private static final String EVENTS = "/things/A1/events";
  private static final String MINE = "/things/mine/events";
  private static final String SHOP = "https://shop.example.com";

  @TempDir private Path folder;
  private final Market market = new Market();
  private RunningGateway gateway;
  private Watcher watcher;

  @BeforeEach
  void start() {
    gateway =
        RunningGateway.withMarket(
            market,
            Map.of(
                "gateway.limits.exempt",
                "",
                "gateway.streamsMax",
                "2",
                "gateway.cors.origins",
                SHOP,
                "gateway.accessLog.format",
                "json",
                "gateway.accessLog.file",
                folder.resolve("access.log").toString()));
    watcher = new Watcher(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void itemsArriveAsMessagesUntilTheEnd() {
    market.events.add("thing.placed.v1");
    Watcher.Watched watched = watcher.open(EVENTS);

    assertThat(watched.message())
        .isEqualTo(
            "{\"id\":\"1\",\"type\":\"thing.placed.v1\","
                + "\"data\":{\"version\":1,\"type\":\"thing.placed.v1\"}}");
    market.events.add("thing.done.v1");
    market.ended = true;
    assertThat(RunningGateway.json(watched.message()).path("id").asText()).isEqualTo("2");
    assertThat(watched.closedWith()).isEqualTo(1000);
  }

  @Test
  void aClientResumesAfterTheLastEventItSaw() {
    market.events.add("thing.placed.v1");
    market.events.add("thing.done.v1");
    market.ended = true;

    assertThat(watcher.open(EVENTS + "?after=1").message()).contains("\"id\":\"2\"");
    assertThat(watcher.open(Watcher.to(EVENTS).putHeader("Last-Event-ID", "1")).message())
        .contains("\"id\":\"2\"");
  }

  @Test
  void aTokenComesInTheUsualFieldOrAmongTheProtocols() throws IOException {
    market.events.add("thing.placed.v1");
    String token = gateway.mint.token(UUID.randomUUID(), "customer");

    Watcher.Watched usual =
        watcher.open(Watcher.to(MINE).putHeader("Authorization", "Bearer " + token));
    Watcher.Watched browser = watcher.open(byProtocol(MINE, token));

    assertThat(usual.message()).contains("thing.placed.v1");
    assertThat(browser.message()).contains("thing.placed.v1");
    assertThat(browser.socket.subProtocol()).isEqualTo("jangteo.events");
    assertThat(browser.socket.headers().toString()).doesNotContain(token);
    browser.close();
    Path log = folder.resolve("access.log");
    await().until(() -> Files.readString(log).contains("\"status\":101"));
    JsonNode line =
        Files.readAllLines(log).stream()
            .map(RunningGateway::json)
            .filter(entry -> entry.path("status").asInt() == 101)
            .findFirst()
            .orElseThrow();
    assertThat(line.path("route").asText()).isEqualTo(MINE);
    assertThat(line.path("bytes").asInt()).isPositive();
    assertThat(line.path("subject").asText()).isNotEmpty();
    assertThat(Files.readString(log)).doesNotContain(token, "earer");
  }

  @Test
  void whoMayNotReadTheListGetsAnAnswerInPlaceOfASocket() {
    UUID ann = UUID.randomUUID();
    String customer = gateway.mint.token(ann, "customer");
    WebSocketConnectOptions twoTokens =
        byProtocol(MINE, customer).putHeader("Authorization", "Bearer " + customer);

    assertRefused(Watcher.to(MINE), 401, "unauthenticated");
    assertRefused(byProtocol(MINE, "x.y.z"), 401, "unauthenticated");
    assertRefused(twoTokens, 401, "unauthenticated");
    assertRefused(byProtocol(MINE, gateway.mint.token(ann, "merchant")), 403, "forbidden");
    assertRefused(Watcher.to("/nothing"), 404, "not_found");
    assertRefused(Watcher.to(EVENTS + "?after=x"), 400, "query.after");
    assertRefused(Watcher.to("/things"), 426, "upgrade_required");
    watcher.open(byProtocol(MINE, customer)).close();
    watcher.open(byProtocol(MINE, customer)).close();
    assertRefused(byProtocol(MINE, customer), 429, "too_many_requests");
  }

  @Test
  void aListThatItsServiceRefusesIsRefusedBeforeTheUpgrade() {
    gateway.withdraw("market");
    await().until(() -> gateway.get(EVENTS).statusCode() == 503);

    assertRefused(Watcher.to(EVENTS), 503, "unavailable");
  }

  @Test
  void bothKindsOfStreamsShareOneBound() {
    watcher.open(EVENTS);
    Watcher.Watched second = watcher.open(EVENTS);

    assertRefused(Watcher.to(EVENTS), 503, "unavailable");
    assertThat(
            gateway
                .send(gateway.request(EVENTS).header("Accept", "text/event-stream").GET())
                .statusCode())
        .isEqualTo(503);
    second.close();
    await().until(() -> watcher.opens(EVENTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com",
        "https://shop.example.com.evil.com",
        "http://shop.example.com",
        "null"
      })
  void aPageOfAnotherSiteOpensNone(String origin) {
    assertRefused(Watcher.from(origin, EVENTS), 403, "forbidden");
  }

  @Test
  void allowedPagesAndOurOwnOpenOne() {
    watcher.open(Watcher.from(SHOP, EVENTS)).close();
    watcher.open(Watcher.from("http://127.0.0.1:" + gateway.port(), EVENTS)).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X: y | 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: short | 400",
        "Connection: Upgrade | Connection: keep-alive | 400",
        "GET / | POST / | 405",
        "Host: x | Content-Length: 3 | 400",
        "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8 | 426",
        "Sec-WebSocket-Version: 13 | X: y | 426",
        "Upgrade: websocket | Upgrade: h2c, WebSocket | 101",
        "Connection: Upgrade | Connection: keep-alive, upgrade | 101",
        "Upgrade: websocket | Upgrade: h2c | 200",
        "HTTP/1.1 | HTTP/1.0 | 200"
      })
  void aHandshakeThatIsNoneIsToldSo(String part, String other, int status) {
    String head =
        "GET "
            + EVENTS
            + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    String changed =
        part.equals("Host: x")
            ? head + other + "\r\n"
            : head.replace(part.replace("GET /", "GET "), other.replace("POST /", "POST "));

    String answer = gateway.raw(changed + "\r\n");

    assertThat(answer).startsWith("HTTP/1." + (answer.charAt(7)) + " " + status);
    assertThat(answer.contains("sec-websocket-version: 13")).isEqualTo(status == 426);
    assertThat(answer.contains("application/problem+json")).isEqualTo(status >= 400);
  }

  @Test
  void aProtocolThatIsNotSpokenIsRefusedWithoutRepeatingIt() {
    assertRefused(Watcher.to(EVENTS).addSubProtocol("graphql-ws"), 400, "jangteo.events");
    String token = gateway.mint.token(UUID.randomUUID(), "customer");
    Throwable refused = watcher.refusal(Watcher.to(EVENTS).addSubProtocol("bearer." + token));
    assertThat(((UpgradeRejectedException) refused).getBody().toString()).doesNotContain(token);
  }

  @Test
  void whatFollowsARefusedHandshakeIsNoRequest() {
    String answer =
        gateway.raw(
            "GET /things HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                + "GET /things?q=second HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 426").doesNotContain("second");
  }

  @Test
  void aClientThatSaysSomethingIsSentAway() {
    Watcher.Watched talker = watcher.open(EVENTS);

    talker.socket.writeTextMessage("{}");

    assertThat(talker.closedWith()).isEqualTo(1008);
  }

  @Test
  void aFrameThatIsTooLargeEndsTheConnection() {
    Watcher.Watched talker = watcher.open(EVENTS);

    talker.socket.writeTextMessage("x".repeat(126));

    assertThat(talker.closedWith()).isEqualTo(1006);
  }

  @Test
  void pingsAreAnsweredButNotWithoutEnd() {
    Watcher.Watched pinger = watcher.open(EVENTS);
    pinger.ping();
    await().until(() -> pinger.pongs.get() == 1);

    for (int i = 0; i < 200; i++) {
      pinger.ping();
    }

    assertThat(pinger.closedWith()).isEqualTo(1006);
    assertThat(pinger.pongs.get()).isLessThan(110);
  }

  @Test
  void aStoppingGatewayAsksItsClientsToComeBack() {
    Watcher.Watched watched = watcher.open(EVENTS);
    long before = System.nanoTime();

    gateway.undeploy();

    assertThat(watched.closedWith()).isEqualTo(1001);
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

  private WebSocketConnectOptions byProtocol(String path, String token) {
    return Watcher.to(path).setSubProtocols(List.of("jangteo.events", "bearer." + token));
  }

  private void assertRefused(WebSocketConnectOptions options, int status, String said) {
    Throwable refused = watcher.refusal(options);
    assertThat(refused).isInstanceOf(UpgradeRejectedException.class);
    UpgradeRejectedException rejected = (UpgradeRejectedException) refused;
    assertThat(rejected.getStatus()).isEqualTo(status);
    assertThat(rejected.getHeaders().get("content-type")).isEqualTo("application/problem+json");
    assertThat(rejected.getBody().toString()).contains(said);
  }
}
