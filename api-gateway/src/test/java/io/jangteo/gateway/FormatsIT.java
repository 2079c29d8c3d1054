package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the format that a client asks for, over HTTP. */
class FormatsIT {
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Market MARKET = new Market();
  private static final Shop SHOP = new Shop();
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(MARKET);
    gateway.serve("shop", SHOP.handlers());
    SHOP.prices.put("a", "<5>");
    Awaitility.await().until(() -> gateway.get("/goods/a").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void cborHoldsWhatJsonHolds() throws IOException {
    HttpResponse<byte[]> response = get("/things?q=x", "application/cbor");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "content-type")).isEqualTo("application/cbor");
    assertThat(header(response, "vary")).isEqualTo("accept");
    assertThat(header(response, "etag")).isEqualTo("\"7;cbor\"");
    JsonNode seen = CBOR.readTree(response.body());
    assertThat(seen.path("query.q").asText()).isEqualTo("x");
    assertThat(seen.path("action").asText()).isEqualTo("listThings");
  }

  @Test
  void xmlIsForWhoPrefersIt() {
    HttpResponse<byte[]> response =
        get("/things?q=x", "application/json;q=0.5, text/xml, application/cbor;q=0.9");

    assertThat(header(response, "content-type")).isEqualTo("application/xml");
    assertThat(text(response)).contains("<action>listThings</action>", "<query.q>x</query.q>");
  }

  @Test
  void jsonIsTheBytesOfTheService() {
    for (String accept : new String[] {"application/json", "*/*", "text/html, */*;q=0.1"}) {
      HttpResponse<byte[]> response = get("/things", accept);

      assertThat(header(response, "content-type")).isEqualTo("application/json");
      assertThat(header(response, "etag")).isEqualTo("\"7\"");
      assertThat(header(response, "vary")).isEqualTo("accept");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/png, application/json;q=0", "*/*;q=0", "nonsense"})
  void whatCannotBeHadIsRefusedBeforeAnythingIsDone(String accept) {
    int before = MARKET.calls.get();

    HttpResponse<byte[]> response = get("/things", accept);

    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    assertThat(header(response, "vary")).isEqualTo("accept");
    assertThat(MARKET.calls.get()).isEqualTo(before);
  }

  @Test
  void problemsAreToldInTheClientsWay() throws IOException {
    for (String path : new String[] {"/nowhere", "/things?limit=0", "/goods/none"}) {
      HttpResponse<byte[]> xml = get(path, "application/xml");
      HttpResponse<byte[]> cbor = get(path, "application/cbor");

      assertThat(header(xml, "content-type")).isEqualTo("application/problem+xml");
      assertThat(text(xml))
          .contains("<problem xmlns=\"urn:ietf:rfc:7807\">", "<requestId>")
          .contains("<status>" + xml.statusCode() + "</status>");
      assertThat(header(cbor, "content-type")).isEqualTo("application/cbor");
      assertThat(CBOR.readTree(cbor.body()).path("status").asInt()).isEqualTo(cbor.statusCode());
    }
    assertThat(header(get("/nowhere", "text/html"), "content-type"))
        .isEqualTo("application/problem+json");
  }

  @Test
  void aCachedAnswerIsThereInEveryFormatAndTheirTagsAreToldApart() {
    HttpResponse<byte[]> json = get("/goods/a", "application/json");
    HttpResponse<byte[]> xml = get("/goods/a", "application/xml");

    assertThat(header(xml, "cache-status")).contains("hit");
    assertThat(text(xml)).endsWith("<answer>&lt;5&gt;</answer>");
    assertThat(header(xml, "etag")).isNotEqualTo(header(json, "etag")).endsWith(";xml\"");
    assertThat(ifNoneMatch("/goods/a", header(xml, "etag"), "application/xml").statusCode())
        .isEqualTo(304);
    assertThat(ifNoneMatch("/goods/a", header(json, "etag"), "application/xml").statusCode())
        .isEqualTo(200);
    assertThat(ifNoneMatch("/goods/a", header(xml, "etag"), "application/json").statusCode())
        .isEqualTo(200);
    assertThat(ifNoneMatch("/goods/a", header(json, "etag"), "application/json").statusCode())
        .isEqualTo(304);
  }

  @Test
  void theTagOfAnotherFormatGuardsAChangeAllTheSame() {
    HttpResponse<byte[]> response =
        send(
            gateway
                .request("/things/a")
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .header("If-Match", "\"7;cbor\"")
                .PUT(BodyPublishers.ofString("{\"sku\":\"A\",\"quantity\":1}")));

    assertThat(text(response)).contains("\"if-match\":\"\\\"7\\\"\"");
  }

  @Test
  void bodiesOfRequestsAreJsonOnly() {
    HttpResponse<byte[]> response =
        send(
            gateway
                .request("/things/a")
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/cbor")
                .PUT(BodyPublishers.ofByteArray(new byte[] {(byte) 0xa0})));

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void pagesAndStreamsAreWhatTheyAre() {
    assertThat(header(get("/docs", "text/html"), "content-type")).startsWith("text/html");
    assertThat(header(get("/openapi.json", "application/xml"), "content-type"))
        .isEqualTo("application/json");
  }

  private static String token() {
    return gateway.mint.token(UUID.randomUUID(), "merchant");
  }

  private static HttpResponse<byte[]> ifNoneMatch(String path, String tag, String accept) {
    return send(gateway.request(path).header("Accept", accept).header("If-None-Match", tag).GET());
  }

  private static HttpResponse<byte[]> get(String path, String accept) {
    return send(gateway.request(path).header("Accept", accept).GET());
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
