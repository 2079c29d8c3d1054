package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.Session;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input at the gateway: a clear answer, the field named, and not one row more in any database.
 * Prints the table of requests and answers at the end.
 */
class BadInputIT {
  private static final String SKU = "BAD-INPUT-1";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final List<String> TABLE = new ArrayList<>();

  private static RunningMarketplace market;
  private static Session customer;
  private static Session other;
  private static String usedKey;
  private static String othersOrder;
  private static DatabaseCounts databases;

  /** One request and what it must be answered with. */
  private record Row(
      String name, Consumer<BadRequest> change, List<Integer> statuses, String field) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    market = RunningMarketplace.get();
    customer = market.customer();
    other = market.customer();
    market.stock(SKU, 500, 1_000);
    usedKey = "used-" + Ids.next();
    Answer placed = Orders.place(market.gateway(), other, usedKey, Orders.body(SKU, 1));
    assertThat(placed.body().path("status").asText()).as(placed.summary()).isEqualTo("COMPLETED");
    othersOrder = placed.body().path("id").asText();
    databases = new DatabaseCounts(market.state().databases());
  }

  @AfterAll
  static void printTable() {
    System.out.printf("%-52s %-6s %s%n", "request", "answer", "field: detail");
    TABLE.forEach(System.out::println);
  }

  static Stream<Row> rows() {
    return Stream.of(bodies(), lines(), fields(), keys(), tokens(), others())
        .flatMap(stream -> stream);
  }

  private static Stream<Row> bodies() {
    return Stream.of(
        row("empty body", r -> r.raw(""), 400, "/"),
        row("a JSON null", r -> r.raw("null"), 400, "/"),
        row("a JSON array", r -> r.raw("[]"), 400, "/"),
        row("malformed JSON", r -> r.raw("{\"lines\": [}"), 400, "/"),
        row("truncated JSON", r -> r.raw(r.text().substring(0, r.text().length() / 2)), 400, "/"),
        row("trailing garbage", r -> r.raw(r.text() + "x"), 400, "/"),
        row("two documents", r -> r.raw(r.text() + r.text()), 400, "/"),
        row("invalid UTF-8", r -> r.bytes(invalidUtf8(r.text())), 400, "/"),
        row("1 MiB of JSON", r -> r.raw("{\"x\":\"" + "a".repeat(1 << 20) + "\"}"), 413, null),
        row("JSON 40 deep", r -> r.raw("[".repeat(40) + "]".repeat(40)), 400, "/"),
        row(
            "duplicate key",
            r -> r.raw(r.text().replace("\"quantity\":1", "\"quantity\":1,\"quantity\":-1")),
            400,
            null),
        row("not JSON by its type", r -> r.header("Content-Type", "text/plain"), 415, null),
        row(
            "NUL in a string",
            r -> ((ObjectNode) r.body().path("shippingAddress")).put("city", "Lon\u0000don"),
            400,
            "/shippingAddress/city"));
  }

  private static Stream<Row> lines() {
    return Stream.of(
        quantity("0", 400),
        quantity("-1", 400),
        quantity("1.5", 400),
        quantity("2147483648", 400),
        quantity("9223372036854775808", 400),
        quantity("\"1\"", 400),
        quantity("1e400", 400),
        quantity("null", 400),
        row("unknown sku", r -> r.line().put("sku", "NO-SUCH-SKU"), 422, "/lines/0/sku"),
        row("sku of a wrong shape", r -> r.line().put("sku", "../etc"), 400, "/lines/0/sku"),
        row("no lines", r -> r.body().putArray("lines"), 400, "/lines"),
        row("1,001 lines", BadInputIT::manyLines, 400, "/lines"),
        row(
            "a price set by a customer",
            r -> r.line().putObject("unitPrice").put("amountMinor", 1).put("currency", "GBP"),
            403,
            "/lines/0/unitPrice"));
  }

  private static Stream<Row> fields() {
    return Stream.of(
        row("unknown field", r -> r.body().put("discount", 100), 400, "/discount"),
        row("mass assignment of status", r -> r.body().put("status", "COMPLETED"), 400, "/status"),
        row("unknown field in a line", r -> r.line().put("price", 1), 400, "/lines/0/price"),
        row("lines of the wrong type", r -> r.body().put("lines", "many"), 400, "/lines"),
        row(
            "city of the wrong type",
            r -> ((ObjectNode) r.body().path("shippingAddress")).put("city", 7),
            400,
            "/shippingAddress/city"),
        row(
            "missing postcode",
            r -> ((ObjectNode) r.body().path("shippingAddress")).remove("postcode"),
            400,
            "/shippingAddress/postcode"),
        row("no payment", r -> r.body().remove("payment"), 400, "/payment"),
        row(
            "a card token of a wrong shape",
            r -> ((ObjectNode) r.body().path("payment")).put("token", "4111111111111111"),
            List.of(400, 422),
            "/payment/token"),
        row("unknown query parameter", r -> r.path("/orders?debug=1"), 400, "query.debug"));
  }

  private static Stream<Row> keys() {
    return Stream.of(
        row("no Idempotency-Key", r -> r.without("Idempotency-Key"), 400, "header.Idempotency-Key"),
        row(
            "an Idempotency-Key of 300 characters",
            r -> r.header("Idempotency-Key", "k".repeat(300)),
            400,
            "header.Idempotency-Key"),
        row(
            "an Idempotency-Key used with another body",
            r -> {
              r.header("Idempotency-Key", usedKey).as(other);
              r.line().put("quantity", 2);
            },
            422,
            "header.Idempotency-Key"),
        row(
            "an Idempotency-Key used by another user",
            r -> r.header("Idempotency-Key", usedKey),
            422,
            "header.Idempotency-Key"));
  }

  private static Stream<Row> tokens() {
    return Stream.of(
        row("no token", r -> r.without("Authorization"), 401, null),
        row("a token that is none", r -> r.token("abc"), 401, null),
        row("an unsigned token", r -> r.token(forged().unsigned()), 401, null),
        row("alg none", r -> r.token(forged().algorithmNone()), 401, null),
        row("an expired token", r -> r.token(forged().expired()), 401, null),
        row("a token of another issuer", r -> r.token(forged().ofIssuer("elsewhere")), 401, null),
        row("a token for another audience", r -> r.token(forged().forAudience("x")), 401, null),
        row("a token signed by a stranger", r -> r.token(forged().byStranger()), 401, null),
        row("HS256 with the public key", r -> r.token(forged().hmacWithPublicKey()), 401, null));
  }

  private static Stream<Row> others() {
    return Stream.of(
        get("another member's order", r -> r.path("/orders/" + othersOrder), 404),
        get("a missing order", r -> r.path("/orders/" + Ids.next()), 404),
        get("an order id that is none", r -> r.path("/orders/42"), 404),
        get("events of another member's order", r -> r.path(othersPath("/events")), 404),
        get("payment of another member's order", r -> r.path("/payments/" + othersOrder), 404),
        get("shipment of another member's order", r -> r.path("/shipments/" + othersOrder), 404),
        row(
            "cancelling another member's order",
            r -> r.path(othersPath("/cancellation")).raw(""),
            404,
            null),
        row("stock receipts by a customer", BadInputIT::receipt, 403, null),
        get("a limit of zero", r -> r.path("/orders?limit=0"), 400),
        get("a limit of a billion", r -> r.path("/products?limit=1000000000"), 400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isAnsweredClearlyAndLeavesNothingBehind(Row row) throws Exception {
    // Given
    BadRequest request = new BadRequest(customer, Orders.body(SKU, 1));
    row.change().accept(request);
    Map<String, Long> before = databases.read();

    // When
    HttpResponse<String> response = send(request);

    // Then
    JsonNode problem = Json.LENIENT.readTree(response.body());
    note(row, response, problem);
    assertThat(response.statusCode()).as(response.body()).isIn(row.statuses());
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(problem.path("status").asInt()).isEqualTo(response.statusCode());
    if (row.field() != null) {
      assertThat(problem.path("errors").findValuesAsText("field"))
          .as(response.body())
          .contains(row.field());
    }
    assertThat(response.body()).doesNotContain("Exception", "io.jangteo", "at java.");
    assertThat(databases.read()).isEqualTo(before);
  }

  private static HttpResponse<String> send(BadRequest request)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(market.state().url() + request.path()))
            .timeout(Duration.ofSeconds(5));
    request.headers().forEach(builder::header);
    return HTTP.send(
        builder.method(request.method(), BodyPublishers.ofByteArray(request.content())).build(),
        BodyHandlers.ofString());
  }

  private static void note(Row row, HttpResponse<String> response, JsonNode problem) {
    String shown =
        problem.path("errors").isEmpty()
            ? problem.path("detail").asText()
            : problem.path("errors").path(0).path("field").asText()
                + ": "
                + problem.path("errors").path(0).path("detail").asText();
    TABLE.add(String.format("%-52s %-6d %s", row.name(), response.statusCode(), shown));
  }

  private static Row row(String name, Consumer<BadRequest> change, int status, String field) {
    return row(name, change, List.of(status), field);
  }

  private static Row row(
      String name, Consumer<BadRequest> change, List<Integer> statuses, String field) {
    return new Row(name, change, statuses, field);
  }

  private static Row get(String name, Consumer<BadRequest> change, int status) {
    return row(name, change.andThen(r -> r.method("GET").raw("")), status, null);
  }

  private static Row quantity(String literal, int status) {
    return row(
        "quantity " + literal,
        r -> r.raw(r.text().replace("\"quantity\":1", "\"quantity\":" + literal)),
        status,
        literal.equals("1e400") ? null : "/lines/0/quantity");
  }

  private static void manyLines(BadRequest request) {
    ArrayNode lines = request.body().putArray("lines");
    for (int i = 0; i < 1_001; i++) {
      lines.addObject().put("sku", SKU).put("quantity", 1);
    }
  }

  private static void receipt(BadRequest request) {
    request.path("/stock/" + SKU + "/receipts").raw("{\"quantity\":5,\"reference\":\"customer\"}");
  }

  private static String othersPath(String suffix) {
    return "/orders/" + othersOrder + suffix;
  }

  private static byte[] invalidUtf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[text.indexOf("London")] = (byte) 0xC0;
    return bytes;
  }

  private static ForgedTokens forged() {
    return ForgedTokens.like(customer, market.state().databases().get("member"));
  }
}
