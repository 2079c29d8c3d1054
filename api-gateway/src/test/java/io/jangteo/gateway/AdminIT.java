package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators see and change under /admin, over real HTTP. */
class AdminIT {
  private static final Shop SHOP = new Shop();
  private static RunningGateway gateway;
  private static Operator operator;
  private static Stalls stalls;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    operator = new Operator(gateway);
    gateway.serve("shop", SHOP.handlers());
    stalls = new Stalls(gateway);
    stalls.open("a", "1.0.0", Stalls::well);
    stalls.open("b", "2.0.0", Stalls::well);
    await().until(() -> gateway.get("/goods").statusCode() == 200);
    await().until(() -> gateway.get("/wares").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static JsonNode only(JsonNode list, String field, String value) {
    for (JsonNode entry : list) {
      if (entry.path(field).asText().equals(value)) {
        return entry;
      }
    }
    throw new AssertionError(value + " is not in " + list);
  }

  @Test
  void routesAreShownWithTheirPolicyAndInstances() {
    JsonNode routes = operator.get("/admin/routes").path("routes");
    JsonNode good = only(routes, "operation", "getGood");

    assertThat(good.path("service").asText()).isEqualTo("shop");
    assertThat(good.path("method").asText()).isEqualTo("GET");
    assertThat(good.path("path").asText()).isEqualTo("/goods/{code}");
    assertThat(good.path("available").asBoolean()).isTrue();
    assertThat(good.at("/policy/auth").asText()).isEqualTo("none");
    assertThat(good.at("/policy/timeoutMs").asInt()).isEqualTo(2000);
    assertThat(good.at("/policy/cache/freshMs").asInt()).isEqualTo(60_000);
    assertThat(only(routes, "operation", "listWares").path("instances").toString())
        .isEqualTo("{\"1.0.0\":1,\"2.0.0\":1}");
    assertThat(only(routes, "operation", "listRoutes").at("/policy/roles").toString())
        .isEqualTo("[\"operator\"]");
    for (JsonNode route : operator.get("/admin/routes?service=shop").path("routes")) {
      assertThat(route.path("service").asText()).isEqualTo("shop");
    }
  }

  @Test
  void instancesAndBreakersAreShown() {
    gateway.get("/wares");

    JsonNode stall = operator.get("/admin/instances?service=stall").path("services").path("stall");
    JsonNode a = only(stall.path("instances"), "instance", "a");

    assertThat(a.path("version").asText()).isEqualTo("1.0.0");
    assertThat(a.path("silent").asBoolean(true)).isFalse();
    assertThat(a.path("ejectedForMs").asInt(1)).isZero();
    assertThat(a.path("pending").isInt()).isTrue();
    assertThat(stall.path("inFlight").asInt(-1)).isZero();
    await().until(() -> gateway.get("/wares").statusCode() == 200 && breakersOf("stall") > 0);
    JsonNode breaker = only(operator.get("/admin/breakers").path("breakers"), "service", "stall");
    assertThat(breaker.path("class").asText()).isEqualTo("read");
    assertThat(breaker.path("state").asText()).isEqualTo("CLOSED");
  }

  private static int breakersOf(String service) {
    int count = 0;
    for (JsonNode breaker : operator.get("/admin/breakers").path("breakers")) {
      count += breaker.path("service").asText().equals(service) ? 1 : 0;
    }
    return count;
  }

  @Test
  void limitsAreShown() {
    JsonNode limits = operator.get("/admin/limits");

    assertThat(limits.at("/everywhere/address").asText()).contains("q=100");
    assertThat(limits.path("gateways").toString()).isEqualTo("[\"t1\"]");
    assertThat(limits.at("/operations/market.knock").isObject()).as("" + limits).isTrue();
  }

  @Test
  void keysAreShownWithoutWhatIsSecretOrLong() {
    JsonNode keys = operator.get("/admin/keys");

    assertThat(keys.at("/issuers/0/issuer").asText()).isEqualTo("jangteo");
    assertThat(keys.at("/issuers/0/keys").toString()).isEqualTo("[\"k1\"]");
    assertThat(keys.at("/issuers/0/ageSeconds").isNumber()).isTrue();
    assertThat(keys.toString())
        .doesNotContain(gateway.mint.key().getX().toString())
        .doesNotContain(gateway.mint.key().getD().toString());
  }

  @Test
  void trafficFollowsTheWeightsThatAnOperatorSets() {
    JsonNode set = operator.put("/admin/routes/stall/weights", "{\"1.0.0\":0,\"2.0.0\":7}");

    assertThat(set.path("weights").toString()).isEqualTo("{\"1.0.0\":0,\"2.0.0\":7}");
    assertThat(set.path("reach").asText()).isEqualTo("cluster");
    assertThat(answeredByB(40)).isEqualTo(40);
    assertThat(operator.get("/admin/instances").at("/services/stall/weights").toString())
        .isEqualTo("{\"1.0.0\":0,\"2.0.0\":7}");

    operator.put("/admin/routes/stall/weights", "{\"1.0.0\":1}");
    assertThat(answeredByB(40)).isZero();

    operator.delete("/admin/routes/stall/weights");
    assertThat(answeredByB(200)).isBetween(40, 160);
  }

  private static int answeredByB(int times) {
    int count = 0;
    for (int i = 0; i < times; i++) {
      HttpResponse<String> response = gateway.get("/wares");
      count += response.headers().firstValue(Stalls.WHO).orElse("").equals("b") ? 1 : 0;
    }
    return count;
  }

  @Test
  void afterAPurgeTheServiceIsAskedAgain() {
    String code = "P-" + UUID.randomUUID();
    SHOP.prices.put(code, "10");
    for (String purge : List.of("/admin/cache", "/admin/cache/shop")) {
      gateway.get("/goods/" + code);
      int calls = SHOP.calls.get();
      gateway.get("/goods/" + code);
      assertThat(SHOP.calls.get()).as("kept").isEqualTo(calls);

      JsonNode done = operator.delete(purge);

      assertThat(done.path("operations").asInt()).isEqualTo(4);
      gateway.get("/goods/" + code);
      assertThat(SHOP.calls.get()).as(purge).isEqualTo(calls + 1);
    }
    int calls = SHOP.calls.get();
    assertThat(operator.delete("/admin/cache/stall").path("operations").asInt()).isZero();
    gateway.get("/goods/" + code);
    assertThat(SHOP.calls.get()).as("of another service").isEqualTo(calls);
    assertThat(operator.get("/admin/cache").path("entries").asInt()).isPositive();
  }

  @Test
  void aLogLevelGoesBackByItself() {
    String logger = "io.jangteo.gateway.routing";
    String body = "{\"logger\":\"%s\",\"level\":\"%s\",\"seconds\":%d}";

    JsonNode set = operator.put("/admin/log-level", body.formatted(logger, "TRACE", 600));
    JsonNode again = operator.put("/admin/log-level", body.formatted(logger, "DEBUG", 1));

    assertThat(set.path("effective").asText()).isEqualTo("TRACE");
    assertThat(set.path("reach").asText()).isEqualTo("this gateway alone");
    assertThat(again.path("effective").asText()).isEqualTo("DEBUG");
    await().until(() -> operator.get("/admin/log-level").at("/loggers/" + logger).isMissingNode());
    JsonNode back = only(audit(), "action", "logLevelIsBack");
    assertThat(back.at("/after/level").asText()).isEqualTo("INHERIT");
    assertThat(back.path("subject").asText()).isEqualTo("t1");
  }

  private static JsonNode audit() {
    return operator.get("/admin/audit?limit=200").path("items");
  }

  @Test
  void everyChangeIsInTheAuditWithItsAuthorAndBothStates() {
    operator.put("/admin/routes/shop/weights", "{\"1.0.0\":1}");
    HttpResponse<String> second =
        gateway.send(
            operator
                .request("/admin/routes/shop/weights")
                .header("X-Request-Id", "second-change")
                .PUT(BodyPublishers.ofString("{\"1.0.0\":2}")));
    assertThat(second.statusCode()).isEqualTo(200);

    JsonNode entry = only(audit(), "requestId", "second-change");

    assertThat(entry.path("subject").asText()).isEqualTo(operator.id.toString());
    assertThat(entry.path("action").asText()).isEqualTo("putWeights");
    assertThat(entry.path("target").asText()).isEqualTo("shop");
    assertThat(entry.path("outcome").asText()).isEqualTo("ok");
    assertThat(entry.at("/before/weights").toString()).isEqualTo("{\"1.0.0\":1}");
    assertThat(entry.at("/after/weights").toString()).isEqualTo("{\"1.0.0\":2}");
    assertThat(entry.path("at").asText()).startsWith("20");
    assertThat(operator.get("/admin/audit?limit=1").path("items")).hasSize(1);
    assertThat(operator.get("/admin/audit").path("of").asText()).isEqualTo("this gateway's memory");
    operator.delete("/admin/routes/shop/weights");
    assertThat(operator.get("/admin/audit?limit=1").at("/items/0/action").asText())
        .isEqualTo("deleteWeights");
  }

  @Test
  void theContractTellsOfAdmin() {
    JsonNode contract = RunningGateway.json(gateway.get("/openapi.json"));

    JsonNode put = contract.at("/paths/~1admin~1faults/put");
    assertThat(put.path("operationId").asText()).isEqualTo("putFault");
    assertThat(put.path("tags").toString()).isEqualTo("[\"gateway\"]");
    assertThat(put.path("security").toString()).isEqualTo("[{\"accessToken\":[]}]");
    assertThat(contract.at("/components/schemas/gateway.Fault").isObject()).isTrue();
  }
}
