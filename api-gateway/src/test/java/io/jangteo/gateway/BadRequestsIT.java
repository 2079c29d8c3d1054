package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, headers and queries that never reach a service. */
class BadRequestsIT {
  private static final Market MARKET = new Market();
  private static RunningGateway gateway;
  private static String token;
  private int callsBefore;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(MARKET);
    token = gateway.mint.token(UUID.randomUUID(), "customer");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void countCalls() {
    callsBefore = MARKET.calls.get();
  }

  @AfterEach
  void noServiceWasCalled() {
    assertThat(MARKET.calls.get()).isEqualTo(callsBefore);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"text\"",
        "{",
        "{\"lines\":",
        "{\"lines\":[],}",
        "{} {}",
        "{}x",
        "\uFEFF{}",
        "NaN",
        "{\"lines\":[{\"sku\":\"A\",\"quantity\":01}]}",
        "{'lines':1}",
        "   "
      })
  void bodiesThatAreNotOneJsonObjectAreRefused(String body) {
    assertRefused(post(body), 400, "/");
  }

  @Test
  void aBodyTruncatedAnywhereIsRefused() {
    for (int length = 1; length < Market.GOOD.length(); length++) {
      assertThat(post(Market.GOOD.substring(0, length)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aMissingBodyIsRefused() {
    assertRefused(gateway.send(request().POST(BodyPublishers.noBody())), 400, "/");
  }

  @Test
  void aMebibyteIsRefusedWithAndWithoutAnAnnouncedLength() {
    byte[] body = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);

    assertRefused(gateway.send(request().POST(BodyPublishers.ofByteArray(body))), 413, null);
    HttpRequest.BodyPublisher chunked =
        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
    assertRefused(gateway.send(request().POST(chunked)), 413, null);
  }

  @Test
  void fortyLevelsAreTooDeep() {
    assertRefused(post("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"), 400, "/");
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    assertRefused(
        post(Market.GOOD.replace("\"sku\":\"A1\"", "\"sku\":\"A1\",\"sku\":\"B1\"")), 400, "/");
  }

  @Test
  void textThatCannotBeStoredIsRefused() {
    assertRefused(post(Market.GOOD.replace("Ann", "A\\u0000n")), 400, "/shippingAddress/name");
    assertRefused(post(Market.GOOD.replace("Ann", "A\\ud800n")), 400, "/shippingAddress/name");
  }

  @Test
  void otherEncodingsAreRefused() {
    byte[] overlong = Market.GOOD.replace("Ann", "@@").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + 1 < overlong.length; i++) {
      if (overlong[i] == '@' && overlong[i + 1] == '@') {
        overlong[i] = (byte) 0xC0;
        overlong[i + 1] = (byte) 0x80;
      }
    }
    byte[] utf16 = Market.GOOD.getBytes(StandardCharsets.UTF_16LE);

    assertRefused(gateway.send(request().POST(BodyPublishers.ofByteArray(overlong))), 400, "/");
    assertRefused(gateway.send(request().POST(BodyPublishers.ofByteArray(utf16))), 400, "/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "2147483648", "9223372036854775808", "\"1\"", "null"})
  void quantitiesOutsideTheContractAreRefused(String quantity) {
    assertRefused(
        post(Market.GOOD.replace("\"quantity\":2", "\"quantity\":" + quantity)),
        400,
        "/lines/0/quantity");
  }

  @Test
  void numbersThatAreNoNumbersForUsAreRefused() {
    String longNumber = "9".repeat(100_00);
    assertThat(post(quantity("1e400")).statusCode()).isEqualTo(400);
    assertThat(post(quantity(longNumber)).statusCode()).isEqualTo(400);
  }

  private static String quantity(String number) {
    return Market.GOOD.replace("\"quantity\":2", "\"quantity\":" + number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sku\":\"A1\"|\"sku\":7|/lines/0/sku",
        "\"sku\":\"A1\"|\"sku\":\"\"|/lines/0/sku",
        "\"sku\":\"A1\",||/lines/0/sku",
        "\"sku\":\"A1\"|\"sku\":\"A1\",\"unitPrice\":1|/lines/0/unitPrice",
        "{\"lines\"|{\"status\":\"COMPLETED\",\"lines\"|/status",
        "{\"lines\"|{\"__proto__\":{},\"lines\"|/__proto__",
        "{\"name\":\"Ann\"}|\"Ann\"|/shippingAddress",
        "{\"name\":\"Ann\"}|{}|/shippingAddress/name",
        "[{\"sku\":\"A1\",\"quantity\":2}]|[]|/lines",
        "[{\"sku\":\"A1\",\"quantity\":2}]|{}|/lines"
      })
  void theFieldAtFaultIsNamed(String from, String to, String field) {
    String body = Market.GOOD.replace(from, to == null ? "" : to);
    assertThat(body).isNotEqualTo(Market.GOOD);

    assertRefused(post(body), 400, field);
  }

  @Test
  void aThousandAndOneLinesAreTooMany() {
    String lines = IntStream.range(0, 1001).mapToObj(i -> "{}").collect(Collectors.joining(","));

    HttpResponse<String> response =
        post("{\"lines\":[" + lines + "],\"shippingAddress\":{\"name\":\"Ann\"}}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningGateway.json(response).path("errors").size()).isLessThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/json; charset=latin1",
        "application/json-patch+json",
        "multipart/form-data; boundary=x",
        "application/json, text/plain"
      })
  void otherMediaTypesAreRefused(String type) {
    assertRefused(
        gateway.send(
            gateway
                .request("/things")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "k")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Market.GOOD))),
        415,
        null);
  }

  @Test
  void theIdempotencyKeyIsRequiredAndBounded() {
    assertRefused(post(Market.GOOD, null), 400, "header.Idempotency-Key");
    assertRefused(post(Market.GOOD, ""), 400, "header.Idempotency-Key");
    assertRefused(post(Market.GOOD, "k".repeat(300)), 400, "header.Idempotency-Key");
    assertRefused(post(Market.GOOD, "white space"), 400, "header.Idempotency-Key");
    assertRefused(
        gateway.send(
            builder("k1").header("Idempotency-Key", "k2").POST(BodyPublishers.ofString("{}"))),
        400,
        "header.idempotency-key");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, query.limit",
    "limit=-1, query.limit",
    "limit=1000000000, query.limit",
    "limit=1e1, query.limit",
    "limit=%2B5, query.limit",
    "limit=, query.limit",
    "limit=1&limit=2, query.limit",
    "q=abcdefghijk, query.q",
    "live=yes, query.live",
    "ratio=0, query.ratio",
    "ratio=x, query.ratio",
    "a[]=1, query.a[]",
    "access_token=abc, query.access_token"
  })
  void queriesOutsideTheContractAreRefused(String query, String field) {
    assertRefused(
        gateway.get("/things?" + query.replace("[", "%5B").replace("]", "%5D")), 400, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=%00", "q=%zz", "q=%C0%80", "q=%FF", "q=%0d%0aX: y"})
  void brokenEscapesAreRefused(String query) {
    assertThat(
            gateway.raw("GET /things?" + query.replace(' ', '+') + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void aThousandParametersAreRefused() {
    String query =
        IntStream.range(0, 300).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));

    assertThat(gateway.get("/things?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void pathParametersOutsideTheContractAreRefused() {
    assertRefused(gateway.get("/things/" + "x".repeat(41)), 400, "path.name");
    assertRefused(gateway.get("/things/%C3%A9"), 400, "path.name");
  }

  @Test
  void aBodyWhereNoneIsTakenIsRefused() {
    HttpRequest.Builder request =
        gateway.request("/things").method("GET", BodyPublishers.ofString("{}"));

    assertRefused(gateway.send(request), 400, "/");
  }

  private static HttpRequest.Builder request() {
    return builder("k-1");
  }

  private static HttpRequest.Builder builder(String key) {
    HttpRequest.Builder builder =
        gateway
            .request("/things")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json");
    return key == null ? builder : builder.header("Idempotency-Key", key);
  }

  private static HttpResponse<String> post(String body) {
    return post(body, "k-1");
  }

  private static HttpResponse<String> post(String body, String key) {
    return gateway.send(builder(key).POST(BodyPublishers.ofString(body)));
  }

  private static void assertRefused(HttpResponse<String> response, int status, String field) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = RunningGateway.json(response);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("requestId").asText())
        .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
    if (field != null) {
      assertThat(problem.path("errors").findValuesAsText("field")).contains(field);
    }
  }
}
