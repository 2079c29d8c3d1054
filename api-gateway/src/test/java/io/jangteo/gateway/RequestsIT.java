package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a good request meets on its way to a service and back. */
class RequestsIT {
  private static final UUID ANN = UUID.fromString("018f0000-0000-7000-8000-000000000001");
  private static final Market MARKET = new Market();
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(MARKET);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void queryAndMetadataReachTheService() {
    HttpResponse<String> response = gateway.get("/things?q=a%20b&limit=5&live=true&ratio=0.5");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode seen = RunningGateway.json(response);
    assertThat(seen.path("action").asText()).isEqualTo("listThings");
    assertThat(seen.path("query.q").asText()).isEqualTo("a b");
    assertThat(seen.path("query.limit").asText()).isEqualTo("5");
    assertThat(seen.path("deadlineMs").asText()).satisfies(RequestsIT::aLittleLessThanThreeSeconds);
    assertThat(seen.path("traceparent").asText()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(seen.path("requestId").asText())
        .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
  }

  @Test
  void theClientsBytesAreForwardedUntouched() {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things")
                .header("Authorization", "bearer " + gateway.mint.token(ANN, "customer"))
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("Idempotency-Key", "k-1")
                .POST(BodyPublishers.ofString(Market.GOOD)));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.headers().firstValue("location")).contains("/things/1");
    assertThat(response.body()).isEqualTo(Market.GOOD);
  }

  @Test
  void theVerifiedCallerReachesTheServiceAndNoOtherHeaderDoes() {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things/A%201")
                .header("Authorization", "Bearer " + gateway.mint.token(ANN, "merchant"))
                .header("X-User-Id", "somebody-else")
                .header("principal", "{\"sub\":\"018f0000-0000-7000-8000-000000000009\"}")
                .header("If-Match", "\"3\"")
                .GET());

    JsonNode seen = RunningGateway.json(response);
    assertThat(seen.path("path.name").asText()).isEqualTo("A 1");
    assertThat(seen.path("sub").asText()).isEqualTo(ANN.toString());
    assertThat(seen.path("roles").get(0).asText()).isEqualTo("merchant");
    assertThat(seen.path("if-match").asText()).isEqualTo("\"3\"");
    assertThat(seen.has("x-user-id")).isFalse();
    assertThat(seen.has("authorization")).isFalse();
    assertThat(seen.has("host")).isFalse();
  }

  @Test
  void anonymousCallersMayUseOptionalOperations() {
    JsonNode seen = RunningGateway.json(gateway.get("/things/A1"));

    assertThat(seen.path("action").asText()).isEqualTo("getThing");
    assertThat(seen.has("sub")).isFalse();
  }

  @Test
  void onlyKnownReplyHeadersReachTheClient() {
    HttpResponse<String> response = gateway.get("/things");

    assertThat(response.headers().firstValue("etag")).contains("\"7\"");
    assertThat(response.headers().firstValue("x-secret")).isEmpty();
    assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(response.headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void aWellFormedRequestIdOfTheClientIsKept() {
    assertThat(idFor("order-77.a_B")).isEqualTo("order-77.a_B");
    assertThat(idFor("spaces are not well formed")).matches("[0-9a-f-]{36}");
    assertThat(idFor("x".repeat(65))).matches("[0-9a-f-]{36}");
  }

  private static String idFor(String offered) {
    return gateway
        .send(gateway.request("/things").header("X-Request-Id", offered).GET())
        .headers()
        .firstValue("x-request-id")
        .orElseThrow();
  }

  @Test
  void aWishToWaitExtendsTheDeadline() {
    HttpRequest.Builder request = gateway.request("/things/A1").header("Prefer", "wait=5").GET();

    assertThat(RunningGateway.json(gateway.send(request)).path("deadlineMs").asInt())
        .isBetween(7_000, 7_995);
  }

  @Test
  void aClientHasNoSayInDeadlinesAndInstances() {
    HttpResponse<String> response =
        gateway.send(gateway.request("/things").header("X-Deadline-Ms", "1").GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RunningGateway.json(response).path("deadlineMs").asText())
        .satisfies(RequestsIT::aLittleLessThanThreeSeconds);
  }

  private static void aLittleLessThanThreeSeconds(String millis) {
    assertThat(Integer.parseInt(millis)).isBetween(2_000, 2_995);
  }

  @Test
  void headIsAnsweredLikeGetWithoutABody() {
    HttpResponse<String> response =
        gateway.send(gateway.request("/things").method("HEAD", BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValueAsLong("content-length").orElseThrow()).isPositive();
  }

  @Test
  void optionsNamesTheMethods() {
    HttpResponse<String> response =
        gateway.send(gateway.request("/things/A1").method("OPTIONS", BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("allow")).contains("DELETE, GET, HEAD, OPTIONS, PUT");
  }

  @Test
  void aLiteralSegmentWinsOverAParameter() {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things/mine")
                .header("Authorization", "Bearer " + gateway.mint.token(ANN, "customer"))
                .GET());

    assertThat(RunningGateway.json(response).path("action").asText()).isEqualTo("listMine");
  }

  @Test
  void aReplyWithoutContentIsOne() {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things/A1")
                .header("Authorization", "Bearer " + gateway.mint.token(ANN, "customer"))
                .DELETE());

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void anUnreadableReplyIsABadGateway() {
    assertThat(gateway.get("/odd?how=status").statusCode()).isEqualTo(502);
    assertThat(gateway.get("/odd?how=header").statusCode()).isEqualTo(502);
  }

  @Test
  void aSlowServiceIsGivenUpAtItsDeadline() {
    long before = System.nanoTime();

    HttpResponse<String> response = gateway.get("/slow");

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.body()).contains("deadline_exceeded");
    assertThat(System.nanoTime() - before).isBetween(250_000_000L, 2_000_000_000L);
  }
}
