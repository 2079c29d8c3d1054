package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A machine client from its key's making to its end, on every real part. */
class ApiKeysThroughGatewayIT {
  private static RunningMarketplace market;
  private static GatewayClient gateway;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    market = RunningMarketplace.get();
    gateway = market.gateway();
  }

  @Test
  void aKeyWorksWithinItsScopeUntilItIsRevoked() throws IOException, InterruptedException {
    Map<String, String> operator = market.operator().authorization();
    Answer made =
        gateway.once(
            "POST",
            "/api-keys",
            Map.of(
                "name", "stock robot",
                "roles", List.of("merchant"),
                "operations", List.of("listOrders", "createApiKey")),
            operator);
    assertThat(made.status()).as(made.summary()).isEqualTo(201);
    Map<String, String> robot = Map.of("X-API-Key", made.body().path("key").asText());

    assertThat(status("GET", "/orders", robot)).isEqualTo(200);
    assertThat(status("GET", "/products?limit=1", robot)).isEqualTo(200);
    assertThat(status("GET", "/orders/" + made.body().path("id").asText(), robot)).isEqualTo(403);
    assertThat(status("GET", "/api-keys", robot)).isEqualTo(403);
    assertThat(status("GET", "/members/me", robot)).isEqualTo(403);

    String path = "/api-keys/" + made.body().path("id").asText();
    assertThat(status("DELETE", path, market.merchant().authorization())).isEqualTo(403);
    assertThat(status("DELETE", path, operator)).isEqualTo(204);

    await().atMost(Duration.ofSeconds(30)).until(() -> status("GET", "/orders", robot) == 401);
  }

  @Test
  void onlyOperatorsMakeKeys() throws IOException, InterruptedException {
    Map<String, Object> body = Map.of("name", "mine", "roles", List.of("operator"));

    for (Map<String, String> caller :
        List.of(market.customer().authorization(), market.merchant().authorization())) {
      assertThat(gateway.once("POST", "/api-keys", body, caller).status()).isEqualTo(403);
    }
    assertThat(gateway.once("POST", "/api-keys", body, Map.of()).status()).isEqualTo(401);
  }

  private static int status(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    return gateway.once(method, path, null, headers).status();
  }
}
