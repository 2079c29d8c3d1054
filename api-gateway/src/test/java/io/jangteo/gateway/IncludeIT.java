package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers composed of several services', over HTTP. */
class IncludeIT {
  private static final UUID ANN = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  private final Desk desk = new Desk();
  private final RunningGateway gateway = RunningGateway.withMarket(new Market());

  @BeforeEach
  void start() {
    gateway.serve("desk", desk.desk());
    gateway.serve("ledger", desk.ledger(gateway));
    Awaitility.await().until(() -> gateway.get("/notes/a").statusCode() == 200);
    desk.asked.clear();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void partsStandBesideTheAnswerAndTheirServiceKnowsTheCaller() {
    HttpResponse<String> response = get("/desks/d1?include=note,owner", "customer");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode body = RunningGateway.json(response);
    assertThat(body.path("id").asText()).isEqualTo("d1");
    assertThat(body.at("/included/note/of").asText()).isEqualTo("d1");
    assertThat(body.at("/included/note/caller").asText()).isEqualTo(ANN.toString());
    assertThat(body.at("/included/owner/of").asText()).isEqualTo("ann");
    assertThat(body.has("missing")).isFalse();
    assertThat(response.body()).contains("\"weight\":1.10");
  }

  @Test
  void aListHasOneEntryForEachValueAndNamesTheOnesThatAreMissing() {
    JsonNode body = RunningGateway.json(gateway.get("/desks/d1?include=goods"));

    assertThat(body.at("/included/goods").findValuesAsText("code")).containsExactly("g0", "g2");
    assertThat(body.at("/missing/goods~1g1/status").asInt()).isEqualTo(404);
    assertThat(body.at("/missing/goods~1g1/title").asText()).isEqualTo("Not found");
  }

  @Test
  void aListIsReadEightAtATimeAndNoFurtherThanTheContractSays() {
    desk.lines = 50;

    JsonNode body = RunningGateway.json(gateway.get("/desks/d1?include=goods"));

    assertThat(body.at("/included/goods")).hasSize(19);
    assertThat(body.at("/missing/goods/status").asInt()).isEqualTo(413);
    assertThat(desk.asked).hasSize(20);
    assertThat(desk.most.get()).isBetween(2, 8);
  }

  @Test
  void whatIsCachedOfAPartIsNotAskedForAgain() {
    gateway.get("/desks/d1?include=goods");
    desk.asked.clear();

    JsonNode body = RunningGateway.json(gateway.get("/desks/d2?include=goods"));

    assertThat(body.at("/included/goods")).hasSize(2);
    assertThat(desk.asked).doesNotContain("g0", "g2");
  }

  @Test
  void whatTheCallerMayNotSeeIsMarkedAndNotAskedFor() {
    JsonNode forAnn = RunningGateway.json(get("/desks/d1?include=note,secret", "customer"));
    JsonNode forNobody = RunningGateway.json(gateway.get("/desks/d1?include=secret"));

    assertThat(forAnn.at("/missing/secret/status").asInt()).isEqualTo(403);
    assertThat(forAnn.at("/included/note/of").asText()).isEqualTo("d1");
    assertThat(forNobody.at("/missing/secret/status").asInt()).isEqualTo(401);
    assertThat(desk.asked).doesNotContain("getSecret");
    JsonNode forOperator = RunningGateway.json(get("/desks/d1?include=secret", "operator"));
    assertThat(forOperator.at("/included/secret/of").asText()).isEqualTo("d1");
  }

  @Test
  void aPartThatIsLateOrGoneHarmsNothingElse() {
    JsonNode body = RunningGateway.json(gateway.get("/desks/d1?include=slow,gone,unfit,note"));

    assertThat(body.at("/included/note/of").asText()).isEqualTo("d1");
    assertThat(body.at("/missing/slow/status").asInt()).isEqualTo(504);
    assertThat(body.at("/missing/gone/status").asInt()).isEqualTo(503);
    assertThat(body.at("/missing/gone/retryAfterSeconds").asInt()).isPositive();
    assertThat(body.at("/missing/unfit/status").asInt()).isEqualTo(503);
  }

  @Test
  void aServiceThatHasGoneIsMarkedAndComesBack() {
    gateway.withdraw("ledger");
    gateway.kill("ledger");
    Awaitility.await().until(() -> gateway.get("/notes/a").statusCode() == 503);
    JsonNode without = RunningGateway.json(gateway.get("/desks/d1?include=note"));
    assertThat(without.at("/missing/note/status").asInt()).isEqualTo(503);
    assertThat(without.at("/included")).isEmpty();

    gateway.serve("ledger", desk.ledger(gateway));

    Awaitility.await()
        .until(
            () ->
                RunningGateway.json(gateway.get("/desks/d1?include=note"))
                    .at("/included/note")
                    .isObject());
  }

  @Test
  void aValueThatTheOtherOperationWouldRefuseIsMarked() {
    JsonNode body = RunningGateway.json(gateway.get("/desks/D1?include=note"));

    assertThat(body.at("/missing/note/status").asInt()).isEqualTo(400);
    assertThat(desk.asked).doesNotContain("getNote");
  }

  @Test
  void anUnknownNameIsRefusedNamingTheParameter() {
    for (String include : new String[] {"payment", "note,payment", "note,,owner", "note,"}) {
      HttpResponse<String> response = gateway.get("/desks/d1?include=" + include);

      assertThat(response.statusCode()).as(include).isEqualTo(400);
      assertThat(RunningGateway.json(response).at("/errors/0/field").asText())
          .isEqualTo("query.include");
    }
    assertThat(gateway.get("/things?include=note").statusCode()).isEqualTo(400);
  }

  @Test
  void aFailureOfTheAnswerItselfIsTheAnswer() {
    HttpResponse<String> response = gateway.get("/desks/none?include=note");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(RunningGateway.json(response).has("included")).isFalse();
    assertThat(desk.asked).doesNotContain("getNote");
  }

  @Test
  void aVersionOfTheAnswerAloneIsNoVersionOfTheWhole() {
    HttpRequest.Builder request =
        gateway.request("/desks/d1?include=note").header("If-None-Match", "\"3\"").GET();

    HttpResponse<String> response = gateway.send(request);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("etag")).isEmpty();
    assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(desk.asked).containsExactly("getNote");
    assertThat(gateway.get("/desks/d1").headers().firstValue("etag")).hasValue("\"3\"");
  }

  @Test
  void thePublicContractNamesTheParts() {
    JsonNode operation =
        RunningGateway.json(gateway.get("/openapi.json")).at("/paths/~1desks~1{id}/get");

    assertThat(operation.at("/parameters/1/name").asText()).isEqualTo("include");
    assertThat(operation.at("/parameters/1/schema/items/enum").toString()).contains("\"goods\"");
    assertThat(operation.at("/responses/200/content/application~1json/schema/anyOf")).hasSize(2);
  }

  private HttpResponse<String> get(String path, String role) {
    return gateway.send(
        gateway
            .request(path)
            .header("Authorization", "Bearer " + gateway.mint.token(ANN, role))
            .GET());
  }
}
