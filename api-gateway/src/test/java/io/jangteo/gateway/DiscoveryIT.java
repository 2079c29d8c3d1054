package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services come and go. */
class DiscoveryIT {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway(Map.of("gateway.withdrawnFor", "600ms"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void routesAppearWithTheServiceAndLeaveAfterIt() {
    assertThat(gateway.get("/things").statusCode()).isEqualTo(404);

    gateway.serve("market", new Market().handlers());
    await().until(() -> gateway.get("/things").statusCode() == 200);

    gateway.withdraw("market");
    await().until(() -> gateway.get("/things").statusCode() == 503);
    assertThat(gateway.get("/things").headers().firstValue("retry-after")).contains("2");

    await().until(() -> gateway.get("/things").statusCode() == 404);
  }

  @Test
  void aServiceThatComesBackIsRoutedAgain() {
    gateway.serve("market", new Market().handlers());
    await().until(() -> gateway.get("/things").statusCode() == 200);
    gateway.withdraw("market");
    await().until(() -> gateway.get("/things").statusCode() == 503);

    gateway.announce("market");

    await().until(() -> gateway.get("/things").statusCode() == 200);
  }

  @Test
  void aServiceThatIsRoutedButGoneIsUnavailable() {
    gateway.serve("market", new Market().handlers());
    await().until(() -> gateway.get("/things").statusCode() == 200);

    gateway.kill("market");

    HttpResponse<String> response = gateway.get("/things");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void tokensCannotBeCheckedBeforeKeysAreKnown() {
    gateway.serve("market", new Market().handlers());
    await().until(() -> gateway.get("/things").statusCode() == 200);
    String token = gateway.mint.token(claims -> {});

    assertThat(mine(token).statusCode()).isEqualTo(503);

    gateway.serve(
        "keyring",
        Map.of(
            "getKeys",
            request -> io.vertx.core.Future.succeededFuture(Market.ok(gateway.mint.keySet()))));
    await().until(() -> mine(token).statusCode() == 200);
  }

  private HttpResponse<String> mine(String token) {
    return gateway.send(
        gateway.request("/things/mine").header("Authorization", "Bearer " + token).GET());
  }

  @Test
  void theContractOfTheLiveServicesIsPublished() {
    gateway.serve("market", new Market().handlers());
    await().until(() -> gateway.get("/openapi.json").body().contains("/things"));

    HttpResponse<String> response = gateway.get("/openapi.json");

    JsonNode document = RunningGateway.json(response);
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.at("/components/schemas/market.NewThing").isObject()).isTrue();
    String etag = response.headers().firstValue("etag").orElseThrow();
    assertThat(
            gateway
                .send(gateway.request("/openapi.json").header("If-None-Match", etag).GET())
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void theDocumentationPageNeedsNothingFromElsewhere() {
    HttpResponse<String> page = gateway.get("/docs");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("http");
    assertThat(page.body()).doesNotContain("http:").doesNotContain("https:");
    for (String file : new String[] {"start.js", "swagger-ui-bundle.js", "swagger-ui.css"}) {
      assertThat(page.body()).contains("/docs/" + file);
      assertThat(gateway.get("/docs/" + file).statusCode()).isEqualTo(200);
    }
    assertThat(gateway.get("/").body()).contains("/openapi.json");
  }
}
