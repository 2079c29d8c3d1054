package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys of machine clients, over HTTP, with a service that knows them. */
class ApiKeysIT {
  private static final UUID ROBOT = UUID.fromString("018f0000-0000-7000-8000-000000000007");

  private final Map<String, Map<String, Object>> known = new ConcurrentHashMap<>();
  private final RunningGateway gateway =
      RunningGateway.withMarket(new Market(), Map.of("gateway.apiKeys.remember", "300ms"));

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void serveKeys() {
    gateway.serve("locksmith", Map.of("checkKey", this::check));
  }

  private Future<BusReply> check(BusRequest request) {
    Map<String, Object> key = known.get(request.body().toJsonObject().getString("digest"));
    if (key == null) {
      throw ServiceFailure.notFound("key");
    }
    return Future.succeededFuture(BusReply.ok(key));
  }

  private String key(char fill, List<String> roles, List<String> operations) {
    String key = "jk_" + String.valueOf(fill).repeat(43);
    known.put(
        digest(key), Map.of("id", ROBOT.toString(), "roles", roles, "operations", operations));
    return key;
  }

  @Test
  void aGoodKeyIsACallerOfItsOwn() {
    serveKeys();
    String key = key('a', List.of("merchant"), List.of());

    HttpResponse<String> response = mine("X-API-Key", key);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode seen = RunningGateway.json(response);
    assertThat(seen.path("sub").asText()).isEqualTo(ROBOT.toString());
    assertThat(seen.path("roles").toString()).isEqualTo("[\"merchant\"]");
    assertThat(put(key)).isEqualTo(200);
  }

  @Test
  void aKeyCanDoWhatItsRolesAllowAndNoMore() {
    serveKeys();

    assertThat(put(key('b', List.of("customer"), List.of()))).isEqualTo(403);
  }

  @Test
  void aKeyForSomeOperationsIsForNoOther() {
    serveKeys();
    String key = key('c', List.of("merchant"), List.of("listMine"));

    assertThat(mine("X-API-Key", key).statusCode()).isEqualTo(200);
    assertThat(put(key)).isEqualTo(403);
  }

  @Test
  void someOperationsTakeNoKey() {
    serveKeys();
    String key = key('d', List.of("merchant"), List.of("deleteThing"));

    HttpResponse<String> response =
        gateway.send(gateway.request("/things/A1").header("X-API-Key", key).DELETE());

    assertThat(response.statusCode()).isEqualTo(403);
    JsonNode contract = RunningGateway.json(gateway.get("/openapi.json"));
    assertThat(contract.at("/components/securitySchemes/apiKey/name").asText())
        .isEqualTo("X-API-Key");
    assertThat(contract.at("/paths/~1things~1{name}/delete/security").toString())
        .doesNotContain("apiKey");
    assertThat(contract.at("/paths/~1things~1mine/get/security").toString()).contains("apiKey");
  }

  @Test
  void aRevokedKeyIsRefusedSoon() {
    serveKeys();
    String key = key('e', List.of("merchant"), List.of());
    assertThat(mine("X-API-Key", key).statusCode()).isEqualTo(200);

    known.clear();

    await().until(() -> mine("X-API-Key", key).statusCode() == 401);
  }

  @Test
  void anUnknownKeyIsRefusedAlsoWhereNoneIsNeeded() {
    serveKeys();
    String unknown = "jk_" + "z".repeat(43);

    assertThat(mine("X-API-Key", unknown).statusCode()).isEqualTo(401);
    assertThat(mine("X-API-Key", "").statusCode()).isEqualTo(401);
    assertThat(with("/things/A1", "X-API-Key", unknown).statusCode()).isEqualTo(401);
    assertThat(with("/things", "X-API-Key", unknown).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyBesideATokenOrAnotherKeyIsRefused() {
    serveKeys();
    String key = key('f', List.of("merchant"), List.of());
    String token = "Bearer " + gateway.mint.token(UUID.randomUUID(), "customer");

    assertThat(mine("X-API-Key", key, "Authorization", token).statusCode()).isEqualTo(401);
    assertThat(mine("X-API-Key", key, "X-API-Key", key).statusCode()).isEqualTo(401);
    assertThat(mine("Authorization", "Bearer " + key).statusCode()).isEqualTo(401);
    assertThat(mine("Authorization", "ApiKey " + key).statusCode()).isEqualTo(401);
  }

  @Test
  void whileNobodyKnowsKeysTheyMayBeTriedAgain() {
    HttpResponse<String> response = mine("X-API-Key", key('g', List.of(), List.of()));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).isPresent();
    assertThat(
            mine("Authorization", "Bearer " + gateway.mint.token(UUID.randomUUID())).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> mine(String... headers) {
    return with("/things/mine", headers);
  }

  private HttpResponse<String> with(String path, String... headers) {
    var request = gateway.request(path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return gateway.send(request.GET());
  }

  private int put(String key) {
    return gateway
        .send(gateway.request("/things/A1").header("X-API-Key", key).PUT(BodyPublishers.noBody()))
        .statusCode();
  }

  private static String digest(String key) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
