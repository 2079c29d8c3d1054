package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers made shorter for clients that take it, over HTTP. */
class CompressionIT {
  private static final ConcurrentLinkedQueue<String> CONDITIONS = new ConcurrentLinkedQueue<>();
  private static final Shop SHOP = new Shop();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    gateway.kill("market");
    Map<String, BusHandler> handlers = new HashMap<>(new Market().handlers());
    handlers.put(
        "getThing",
        request -> sized(request.path("name"), request.header("if-none-match").orElse(null)));
    handlers.put("putThing", request -> sized("20000", request.header("if-match").orElse(null)));
    gateway.start("market", handlers);
    gateway.serve("shop", SHOP.handlers());
    Awaitility.await().until(() -> gateway.get("/goods").statusCode() == 200);
    SHOP.prices.put("long", "p".repeat(5_000));
  }

  /** A body of so many bytes, of a version. */
  private static Future<BusReply> sized(String bytes, String condition) {
    if (condition != null) {
      CONDITIONS.add(condition);
      if (condition.equals("\"7\"")) {
        return Future.succeededFuture(BusReply.notModified("\"7\""));
      }
    }
    String text = "\"" + "jangteo ".repeat(40_000).substring(0, Integer.parseInt(bytes) - 2) + "\"";
    return Future.succeededFuture(Market.ok(Buffer.buffer(text)).with(BusHeaders.ETAG, "\"7\""));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void forget() {
    CONDITIONS.clear();
  }

  /** The last is compressed on a worker. */
  @ParameterizedTest
  @ValueSource(ints = {1024, 20_000, 65_536, 65_537, 300_000})
  void aLongAnswerIsCompressedForWhoTakesIt(int length) {
    HttpResponse<byte[]> response = get("/things/" + length, "br, gzip");

    assertThat(header(response, "content-encoding")).containsExactly("gzip");
    assertThat(header(response, "vary")).containsExactly("accept", "accept-encoding");
    assertThat(header(response, "etag")).containsExactly("W/\"7\"");
    assertThat(header(response, "content-length"))
        .containsExactly(Integer.toString(response.body().length));
    assertThat(response.body().length).isLessThan(length / 3);
    assertThat(unzipped(response)).hasSize(length);
  }

  @Test
  void whoDoesNotTakeItGetsTheBytesAndLearnsThatItDepends() {
    for (String encoding : new String[] {"identity", "br", "gzip;q=0, *"}) {
      HttpResponse<byte[]> response = get("/things/2000", encoding);

      assertThat(header(response, "content-encoding")).as(encoding).isEmpty();
      assertThat(header(response, "vary")).containsExactly("accept", "accept-encoding");
      assertThat(header(response, "etag")).containsExactly("\"7\"");
      assertThat(response.body()).hasSize(2000);
    }
  }

  @Test
  void aShortAnswerIsSentAsItIs() {
    HttpResponse<byte[]> response = get("/things/1023", "gzip");

    assertThat(header(response, "content-encoding")).isEmpty();
    assertThat(header(response, "vary")).containsExactly("accept");
    assertThat(response.body()).hasSize(1023);
  }

  @Test
  void headSaysWhatGetWouldSay() {
    HttpResponse<byte[]> get = get("/things/20000", "gzip");

    HttpResponse<byte[]> head =
        send(
            gateway
                .request("/things/20000")
                .header("Accept-Encoding", "gzip")
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"content-encoding", "content-length", "vary", "etag"}) {
      assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(get, name));
    }
  }

  @Test
  void theTagOfACompressedAnswerIsGoodForTheServiceThatGaveIt() {
    HttpResponse<byte[]> response =
        send(
            gateway
                .request("/things/20000")
                .header("Accept-Encoding", "gzip")
                .header("If-None-Match", "W/\"7\"")
                .GET());

    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(header(response, "vary")).containsExactly("accept", "accept-encoding");
    assertThat(header(response, "content-encoding")).isEmpty();
    assertThat(CONDITIONS).containsExactly("\"7\"");
  }

  @Test
  void aWeakenedTagStillGuardsAChange() {
    send(
        gateway
            .request("/things/a")
            .header(
                "Authorization",
                "Bearer " + gateway.mint.token(java.util.UUID.randomUUID(), "merchant"))
            .header("Content-Type", "application/json")
            .header("If-Match", "W/\"7\"")
            .PUT(BodyPublishers.ofString("{\"sku\":\"A\",\"quantity\":1}")));

    assertThat(CONDITIONS).containsExactly("\"7\"");
  }

  @Test
  void whatAWriteAnswersIsNeverCompressed() {
    HttpResponse<byte[]> response =
        send(
            gateway
                .request("/things/a")
                .header(
                    "Authorization",
                    "Bearer " + gateway.mint.token(java.util.UUID.randomUUID(), "merchant"))
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip")
                .PUT(BodyPublishers.ofString("{\"sku\":\"A\",\"quantity\":1}")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).hasSize(20_000);
    assertThat(header(response, "content-encoding")).isEmpty();
  }

  @Test
  void aCachedAnswerIsCompressedAndItsTagKnownAgain() {
    HttpResponse<byte[]> first = get("/goods/long", "gzip");
    HttpResponse<byte[]> second = get("/goods/long", "gzip");

    assertThat(header(second, "cache-status").toString()).contains("hit");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(unzipped(second)).contains("ppppp");
    HttpResponse<byte[]> third =
        send(
            gateway
                .request("/goods/long")
                .header("Accept-Encoding", "gzip")
                .header("If-None-Match", header(second, "etag").get(0))
                .GET());
    assertThat(third.statusCode()).isEqualTo(304);
    assertThat(header(third, "vary")).containsExactly("accept", "accept-encoding");
  }

  @Test
  void pagesOfTheGatewayAreCompressedAndKnownAgain() {
    HttpResponse<byte[]> page = get("/docs/swagger-ui-bundle.js", "gzip");

    assertThat(header(page, "content-encoding")).containsExactly("gzip");
    assertThat(page.body().length).isLessThan(unzipped(page).length() / 2);
    HttpResponse<byte[]> again =
        send(
            gateway
                .request("/docs/swagger-ui-bundle.js")
                .header("If-None-Match", header(page, "etag").get(0))
                .GET());
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void itMayBeSwitchedOff() {
    try (RunningGateway plain =
        RunningGateway.withMarket(new Market(), Map.of("gateway.compression.on", "false"))) {
      HttpResponse<byte[]> response =
          send(plain.request("/openapi.json").header("Accept-Encoding", "gzip").GET());

      assertThat(header(response, "content-encoding")).isEmpty();
      assertThat(header(response, "vary")).isEmpty();
    }
  }

  private static HttpResponse<byte[]> get(String path, String encoding) {
    return send(gateway.request(path).header("Accept-Encoding", encoding).GET());
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> header(HttpResponse<?> response, String name) {
    return response.headers().allValues(name);
  }

  private static String unzipped(HttpResponse<byte[]> response) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
