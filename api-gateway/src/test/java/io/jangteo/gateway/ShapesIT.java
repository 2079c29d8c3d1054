package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that are changed between client and service, as contracts say, over HTTP. */
class ShapesIT {
  private static final UUID ANN = UUID.fromString("018f0000-0000-7000-8000-000000000001");
  private static final String PERSON =
      "{\"nr\":7.50,\"email\":\"ann.lee@example.com\",\"phone\":\"+44 20 7946 0000\","
          + "\"salary\":100,\"internal\":{\"a\":1},\"notes\":[{\"text\":\"x\",\"by\":\"bob\"}]}";

  private static final AtomicReference<String> RECEIVED = new AtomicReference<>();
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    gateway.serve(
        "office",
        Map.of(
            "getPerson", ShapesIT::person,
            "getEntry", ShapesIT::person,
            "getRoom", request -> Future.succeededFuture(BusReply.ok(Map.of("room", 1))),
            "putPerson", ShapesIT::put));
    Awaitility.await().until(() -> gateway.get("/rooms/a").statusCode() == 200);
  }

  private static Future<BusReply> person(BusRequest request) {
    return Future.succeededFuture(
        request.path("id").equals("text")
            ? BusReply.ok("x").with("content-type", "text/plain")
            : Market.ok(Buffer.buffer(PERSON)));
  }

  private static Future<BusReply> put(BusRequest request) {
    RECEIVED.set(request.body().toString());
    if (request.path("id").equals("bad")) {
      throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "/email", "is wrong");
    }
    return Future.succeededFuture(Market.ok(Buffer.buffer(PERSON)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void fieldsOfAnAnswerAreRemovedAndRenamed() {
    HttpResponse<String> response = get("/people/a", "operator");

    assertThat(response.body())
        .contains("\"number\":7.50", "\"notes\":[{\"text\":\"x\"}]")
        .doesNotContain("internal", "\"nr\"", "\"by\"");
  }

  @Test
  void whoMayReadAFieldIsDecidedByRole() {
    JsonNode operator = RunningGateway.json(get("/people/a", "operator"));
    JsonNode merchant = RunningGateway.json(get("/people/a", "merchant"));
    JsonNode customer = RunningGateway.json(get("/people/a", "customer"));

    assertThat(operator.path("email").asText()).isEqualTo("ann.lee@example.com");
    assertThat(operator.path("salary").asInt()).isEqualTo(100);
    assertThat(merchant.path("email").asText()).isEqualTo("a***@example.com");
    assertThat(merchant.path("phone").asText()).isEqualTo("+44 20 7946 0000");
    assertThat(merchant.has("salary")).isFalse();
    assertThat(customer.path("phone").asText()).isEqualTo("***");
  }

  @Test
  void oneAnswerThatIsKeptForRolesIsNotGivenToOthers() {
    for (int i = 0; i < 3; i++) {
      assertThat(get("/people/b", "operator").body()).contains("ann.lee@");
      HttpResponse<String> customer = get("/people/b", "customer");
      assertThat(customer.body()).doesNotContain("ann.lee@");
      if (i > 0) {
        assertThat(customer.headers().firstValue("cache-status").orElse("")).contains("hit");
      }
    }
  }

  @Test
  void whereNobodySaysWhoIsCallingEverybodySeesTheSame() {
    assertThat(get("/directory/a", "operator").body()).contains("a***@").doesNotContain("ann.lee");
    assertThat(gateway.get("/directory/a").body()).contains("a***@").doesNotContain("ann.lee");
  }

  @Test
  void aPartIsAsItsOwnOperationWouldShowItToThisCaller() {
    JsonNode operator = RunningGateway.json(get("/rooms/c?include=entry,person", "operator"));
    JsonNode customer = RunningGateway.json(get("/rooms/c?include=entry,person", "customer"));

    assertThat(operator.at("/included/person/email").asText()).isEqualTo("ann.lee@example.com");
    assertThat(operator.at("/included/entry/email").asText()).isEqualTo("a***@example.com");
    assertThat(customer.at("/included/person/email").asText()).isEqualTo("a***@example.com");
    assertThat(customer.at("/included/person").has("internal")).isFalse();
  }

  @Test
  void maskedFieldsAreMaskedInEveryFormat() {
    HttpRequest.Builder request =
        gateway
            .request("/people/d")
            .header("Authorization", "Bearer " + gateway.mint.token(ANN, "customer"))
            .header("Accept", "application/xml")
            .GET();

    assertThat(gateway.send(request).body())
        .contains("<email>a***@example.com</email>", "<phone>***</phone>");
  }

  @Test
  void whatCannotBeLookedIntoIsNotGivenOut() {
    assertThat(get("/people/text", "operator").statusCode()).isEqualTo(502);
  }

  @Test
  void theServiceGetsWhatTheContractMakesOfABody() {
    HttpResponse<String> response = put("a", "{\"number\": 1.10, \"comment\": \"hi\"}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RECEIVED.get()).isEqualTo("{\"nr\":1.10}");
    assertThat(response.body()).contains("\"email\":\"***\"");
  }

  @Test
  void aBodyIsJudgedAsTheClientSentItAndAProblemIsNotChanged() {
    assertThat(put("a", "{\"nr\": 1}").statusCode()).isEqualTo(400);
    HttpResponse<String> problem = put("bad", "{\"number\": 1}");
    assertThat(problem.statusCode()).isEqualTo(400);
    assertThat(RunningGateway.json(problem).at("/errors/0/field").asText()).isEqualTo("/email");
  }

  private static HttpResponse<String> put(String id, String body) {
    return gateway.send(
        gateway
            .request("/people/" + id)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> get(String path, String role) {
    return gateway.send(
        gateway
            .request(path)
            .header("Authorization", "Bearer " + gateway.mint.token(ANN, role))
            .GET());
  }
}
