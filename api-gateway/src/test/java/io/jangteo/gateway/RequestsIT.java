package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusReply;
import io.vertx.core.Future;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a good request meets on its way to a service and back. */
class RequestsIT {
  private static final String GOOD =
      "{\"lines\":[{\"sku\":\"A1\",\"quantity\":2}],  \"shippingAddress\":{\"name\":\"Ann\"}}";
  private static final UUID ANN = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  private static RunningGateway gateway;
  private static final Market MARKET = new Market();

  @BeforeAll
  static void start() {
    gateway = new RunningGateway(Map.of());
    gateway.serve(
        "keyring",
        Map.of(
            "getKeys",
            r ->
                Future.succeededFuture(BusReply.accepted("/", gateway.mint.keySet()))
                    .map(reply -> reply.with("status", "200"))));
    gateway.serve("market", MARKET.handlers());
    org.awaitility.Awaitility.await().until(() -> gateway.get("/things").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void queryPathAndMetadataReachTheService() {
    HttpResponse<String> response = gateway.get("/things?q=a%20b&limit=5&live=true&ratio=0.5");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode seen = RunningGateway.json(response);
    assertThat(seen.path("action").asText()).isEqualTo("listThings");
    assertThat(seen.path("query.q").asText()).isEqualTo("a b");
    assertThat(seen.path("query.limit").asText()).isEqualTo("5");
    assertThat(seen.path("deadlineMs").asText()).isEqualTo("3000");
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
                .POST(BodyPublishers.ofString(GOOD)));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.headers().firstValue("location")).contains("/things/1");
    assertThat(response.body()).isEqualTo(GOOD);
  }
}
