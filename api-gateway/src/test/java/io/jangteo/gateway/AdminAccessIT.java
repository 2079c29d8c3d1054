package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.Contract;
import io.vertx.core.Future;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into /admin, for every route of it and every verb. */
class AdminAccessIT {
  private static final List<String> VERBS =
      List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE");
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    gateway.serve("locksmith", Map.of("checkKey", request -> Future.succeededFuture(key())));
  }

  /** Every key is one of an operator. */
  private static BusReply key() {
    return BusReply.ok(
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "roles",
            List.of("operator"),
            "operations",
            List.of()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** Read from the contract, so that a new operation is tested too. */
  static List<String> routes() {
    List<String> routes = new ArrayList<>();
    JsonNode paths = Contract.load("gateway").document().path("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (String verb : VERBS) {
        JsonNode declared = path.getValue();
        boolean known =
            declared.has(verb.toLowerCase(Locale.ROOT))
                || (verb.equals("HEAD") && declared.has("get"));
        routes.add((known ? "known " : "other ") + verb + " " + path.getKey());
      }
    }
    return routes;
  }

  @ParameterizedTest
  @MethodSource("routes")
  void onlyOperatorsWithATokenGetIn(String route) {
    String[] parts = route.split(" ");
    boolean known = parts[0].equals("known");

    assertThat(status(parts, "Authorization", bearer("customer"))).isEqualTo(known ? 403 : 405);
    assertThat(status(parts, "Authorization", bearer("merchant"))).isEqualTo(known ? 403 : 405);
    assertThat(status(parts, "X-API-Key", "jk_" + "a".repeat(43))).isEqualTo(known ? 403 : 405);
    assertThat(status(parts, "X-Nothing", "x")).isEqualTo(known ? 401 : 405);
    assertThat(status(parts, "Authorization", "Bearer x.y.z")).isEqualTo(known ? 401 : 405);
  }

  private static String bearer(String role) {
    return "Bearer " + gateway.mint.token(UUID.randomUUID(), role);
  }

  private static int status(String[] route, String header, String value) {
    return send(route[1], route[2].replace("{service}", "market"), header, value).statusCode();
  }

  private static HttpResponse<String> send(String verb, String path, String header, String value) {
    boolean writes = verb.startsWith("P");
    HttpRequest.BodyPublisher body =
        writes ? BodyPublishers.ofString("{\"1.0.0\":1}") : BodyPublishers.noBody();
    return gateway.send(
        gateway
            .request(path)
            .header(header, value)
            .header("Content-Type", "application/json")
            .method(verb, body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/admin", "/admin/", "/admin/secrets", "/admin/routes/market", "/Admin/routes"})
  void otherPathsBelowItAreUnknown(String path) {
    assertThat(send("GET", path, "Authorization", bearer("operator")).statusCode()).isIn(404, 400);
  }

  @Test
  void answersAreNotKeptAndHaveTheHeadersOfAllAnswers() {
    HttpResponse<String> response =
        send("GET", "/admin/routes", "Authorization", bearer("operator"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("cache-control")).contains("no-store");
    assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
  }
}
