package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Contract;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every path of {@code /openapi.json}, with every verb, asked for by everybody with the ids of what
 * one customer, Ann, has made: OWASP API Top 10 2023, items 1, 3, 5, 8 and 9. A path with a
 * parameter of a new name makes this test fail until {@link #ANNS} says what Ann's is.
 *
 * <p>Prints the table of who was answered what at the end.
 */
class EveryRouteIT {
  private static final String SKU = "EVERY-ROUTE-1";
  private static final List<String> VERBS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY");
  private static final String ASSIGNED = "{\"isAdmin\":true,\"ownerId\":\"me\"}";

  /** What merchants, too, may see of every order: by decision of these services, nothing else. */
  private static final Set<String> SEEN_BY_STAFF =
      Set.of("/payments/{orderId}", "/shipments/{orderId}");

  private static final List<String> INNARDS =
      List.of("Exception", "io.jangteo", "io.vertx", "at java.", "org.postgresql", "SQLSTATE");
  private static final String NAMES_LOGGERS = "/admin/log-level";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<String, Map<Caller, Integer>> TABLE = new TreeMap<>();

  /** What stands for the parameters of paths. */
  private static final Map<String, String> ANNS = new TreeMap<>();

  private static final Map<Caller, Map<String, String>> HEADERS = new TreeMap<>();

  private static RunningMarketplace market;
  private static Session ann;
  private static PublishedRoutes routes;
  private static String annsOrder;
  private static String annsEmail;

  /** In this order, because operators may change what is Ann's. */
  private enum Caller {
    NOBODY("none"),
    CUSTOMER("customer"),
    FORGER("customer"),
    MERCHANT("merchant"),
    OPERATOR("operator");

    private final String role;

    Caller(String role) {
      this.role = role;
    }

    boolean maySee(PublishedRoutes.Path path) {
      return this == OPERATOR || this == MERCHANT && SEEN_BY_STAFF.contains(path.template());
    }
  }

  /** One request. */
  private record Case(Caller caller, String verb, PublishedRoutes.Path path) {
    @Override
    public String toString() {
      return caller + " " + verb + " " + path;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    market = RunningMarketplace.get();
    ann = market.customer();
    market.stock(SKU, 500, 100);
    String key = "ann-" + Ids.next();
    Answer placed = Orders.place(market.gateway(), ann, key, Orders.body(SKU, 1));
    assertThat(placed.body().path("status").asText()).as(placed.summary()).isEqualTo("COMPLETED");
    annsOrder = placed.body().path("id").asText();
    annsEmail = asAnn("/members/me").path("email").asText();
    ANNS.put("orderId", annsOrder);
    ANNS.put("sku", SKU);
    ANNS.put("keyId", Ids.next().toString());
    ANNS.put("messageId", Ids.next().toString());
    ANNS.put("service", "catalog");
    HEADERS.put(Caller.NOBODY, Map.of());
    HEADERS.put(Caller.CUSTOMER, with(market.customer(), Map.of("Idempotency-Key", key)));
    HEADERS.put(Caller.FORGER, with(market.customer(), forged()));
    HEADERS.put(Caller.MERCHANT, with(market.merchant(), Map.of()));
    HEADERS.put(Caller.OPERATOR, with(market.operator(), Map.of()));
    routes = new PublishedRoutes(asAnn("/openapi.json"));
  }

  private static Map<String, String> with(Session session, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> headers = new TreeMap<>(more);
    headers.putAll(session.authorization());
    return headers;
  }

  /** Everything by which one might be taken for somebody else, or for another request. */
  private static Map<String, String> forged() throws IOException, InterruptedException {
    String annsId = asAnn("/members/me").path("id").asText();
    return Map.of(
        "X-User-Id",
        annsId,
        "X-Jangteo-Subject",
        annsId,
        "X-Jangteo-Assertion",
        ann.token(),
        "X-Roles",
        "operator",
        "X-HTTP-Method-Override",
        "DELETE",
        "X-Original-URL",
        "/orders/" + annsOrder,
        "X-Rewrite-URL",
        "/orders/" + annsOrder,
        "X-Forwarded-For",
        "127.0.0.1",
        "Accept",
        "text/event-stream, application/json");
  }

  @AfterAll
  static void printTable() {
    System.out.printf("%-46s %s%n", "request", List.of(Caller.values()));
    TABLE.forEach((request, answers) -> System.out.printf("%-46s %s%n", request, answers.values()));
  }

  private static Stream<Case> cases(Caller... callers) {
    return Stream.of(callers)
        .flatMap(
            caller ->
                routes
                    .paths()
                    .flatMap(path -> VERBS.stream().map(verb -> new Case(caller, verb, path))));
  }

  @Test
  void customersAreAnsweredWhatTheContractAllowsAndChangeNothing() throws Exception {
    DatabaseCounts databases = new DatabaseCounts(market.state().databases());
    Map<String, Long> rows = databases.read();

    assertThat(wrongAnswersTo(Caller.NOBODY, Caller.CUSTOMER, Caller.FORGER)).isEmpty();

    assertThat(databases.read()).as("rows in all databases").isEqualTo(rows);
  }

  @Test
  void merchantsAndOperatorsAreAnsweredWhatTheirRoleAllows() throws Exception {
    assertThat(wrongAnswersTo(Caller.MERCHANT)).isEmpty();
    assertThat(wrongAnswersTo(Caller.OPERATOR)).isEmpty();
  }

  /** Asks for everything, and sees to it that nothing of Ann's changes and others are served. */
  private static List<String> wrongAnswersTo(Caller... callers) throws Exception {
    List<String> before = annsThings();
    List<String> wrong = new ArrayList<>();
    try (Passers others = new Passers(URI.create(market.state().url() + "/products"))) {
      for (Case each : cases(callers).toList()) {
        wrong.addAll(judge(each, send(each)));
      }
      assertThat(others.failures()).isEmpty();
      assertThat(others.count()).isPositive();
    }
    if (callers[0] != Caller.OPERATOR) {
      assertThat(annsThings()).isEqualTo(before);
    }
    return wrong;
  }

  @ParameterizedTest
  @MethodSource("routed")
  void aRouteAnswersToTheVerbsOfTheDocumentAndToNoOther(PublishedRoutes.Path path)
      throws Exception {
    HttpResponse<String> options = send(new Case(Caller.NOBODY, "OPTIONS", path));

    assertThat(options.statusCode()).isEqualTo(204);
    String allow = options.headers().firstValue("allow").orElseThrow();
    assertThat(Set.of(allow.split(", "))).isEqualTo(path.allowed());
  }

  static Stream<PublishedRoutes.Path> routed() {
    return routes.paths();
  }

  @Test
  void theDocumentHoldsEveryOperationOfEveryService() throws IOException {
    Set<String> published =
        routes
            .paths()
            .flatMap(path -> path.rules().keySet().stream().map(verb -> verb + " " + path))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> contracted = new TreeSet<>();
    Set<String> owners = new TreeSet<>(ProjectFiles.services());
    owners.add("gateway");
    for (String owner : owners) {
      new PublishedRoutes(Contract.load(owner).document())
          .paths()
          .forEach(path -> path.rules().keySet().forEach(v -> contracted.add(v + " " + path)));
    }

    assertThat(published).isEqualTo(contracted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "/actuator",
        "/metrics",
        "/health",
        "/live",
        "/ready",
        "/internal",
        "/debug",
        "/graphql",
        "/swagger-ui.html",
        "/v1/orders",
        "/api/orders",
        "/.env",
        "/.git/config",
        "/eventbus",
        "/api-keys/x/check",
        "/server-status"
      })
  void whatIsNotInTheDocumentIsNotThere(String path) throws Exception {
    for (Caller caller : Caller.values()) {
      for (String verb : List.of("GET", "POST", "DELETE")) {
        assertThat(send(caller, verb, path, "{}").statusCode()).isEqualTo(404);
      }
    }
  }

  /** What is wrong with the answer, if anything. */
  private static List<String> judge(Case request, HttpResponse<String> response) {
    List<String> wrong = new ArrayList<>();
    int status = response.statusCode();
    TABLE
        .computeIfAbsent(request.verb() + " " + request.path(), ignored -> new TreeMap<>())
        .put(request.caller(), status);
    if (!expected(request).contains(status)) {
      wrong.add("%s: %d, not %s".formatted(request, status, expected(request)));
    }
    String type = response.headers().firstValue("content-type").orElse("none");
    if (status >= 400 && !type.startsWith("application/problem+json")) {
      wrong.add(request + ": an error of type " + type);
    }
    for (String innard : INNARDS) {
      if (response.body().contains(innard) && !NAMES_LOGGERS.equals(request.path().template())) {
        wrong.add(request + ": tells of " + innard);
      }
    }
    if (!request.caller().maySee(request.path()) && tellsOfAnn(response.body())) {
      wrong.add(request + ": tells of Ann: " + response.body());
    }
    if (status == 400 && wrong.isEmpty() && !response.body().isEmpty()) {
      wrong.addAll(judgeRefusal(request, response.body()));
    }
    return wrong;
  }

  /** A body with more than the contract knows is refused for exactly that. */
  private static List<String> judgeRefusal(Case request, String body) {
    boolean takesBody =
        request.path().rule(request.verb()).map(PublishedRoutes.Rule::takesBody).orElse(false);
    return !takesBody || body.contains("/isAdmin") || body.contains("header.")
        ? List.of()
        : List.of(request + ": does not name the field that nobody may set: " + body);
  }

  private static boolean tellsOfAnn(String body) {
    return body.contains(annsOrder) || body.contains(annsEmail);
  }

  /** Refused unless the document says otherwise. */
  private static Set<Integer> expected(Case request) {
    PublishedRoutes.Rule rule = request.path().rule(request.verb()).orElse(null);
    if (rule == null) {
      return request.verb().equals("OPTIONS") ? Set.of(204) : Set.of(405);
    }
    if (rule.needsCaller() && request.caller() == Caller.NOBODY) {
      return Set.of(401);
    }
    if (!rule.allows(request.caller().role)) {
      return Set.of(403);
    }
    if (rule.takesBody()) {
      return Set.of(400);
    }
    if (request.path().names("orderId")) {
      return request.caller().maySee(request.path()) ? Set.of(200, 202, 409) : Set.of(404);
    }
    // 428: an unconditional change of a product.
    return Set.of(200, 204, 404, 428);
  }

  private static HttpResponse<String> send(Case request) throws IOException, InterruptedException {
    String path = request.path().template();
    for (Map.Entry<String, String> own : ANNS.entrySet()) {
      path = path.replace("{" + own.getKey() + "}", own.getValue());
    }
    assertThat(path).as("what is Ann's there?").doesNotContain("{");
    boolean reads = Set.of("GET", "HEAD").contains(request.verb());
    if (reads && !request.path().idsInQuery().isEmpty()) {
      path +=
          "?" + String.join("=" + annsOrder + "&", request.path().idsInQuery()) + "=" + annsOrder;
    }
    boolean takesBody =
        request.path().rule(request.verb()).map(PublishedRoutes.Rule::takesBody).orElse(false);
    return send(request.caller(), request.verb(), path, takesBody ? ASSIGNED : "");
  }

  private static HttpResponse<String> send(Caller caller, String verb, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(market.state().url() + path))
            .timeout(Duration.ofSeconds(10));
    HEADERS.get(caller).forEach(builder::header);
    if (!body.isEmpty()) {
      builder.header("Content-Type", "application/json");
    }
    return HTTP.send(
        builder
            .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static List<String> annsThings() throws IOException, InterruptedException {
    List<String> things = new ArrayList<>();
    for (String path :
        List.of("/members/me", "/orders", "/orders/%s", "/orders/%s/events", "/payments/%s")) {
      things.add(asAnn(path.formatted(annsOrder)).toString());
    }
    things.add(asAnn("/shipments/" + annsOrder).toString());
    return things;
  }

  private static JsonNode asAnn(String path) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(market.state().url() + path))
            .timeout(Duration.ofSeconds(10));
    ann.authorization().forEach(builder::header);
    HttpResponse<String> response = HTTP.send(builder.build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
    return Json.LENIENT.readTree(response.body());
  }
}
