package io.jangteo.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.health.Health;
import io.jangteo.sandbox.SandboxClient.Answer;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxIT {
  private static final String API_KEY = "0123456789abcdef";

  private final Vertx vertx = Vertx.vertx();
  private final DatabaseConfig db = TestServers.database("sandbox");
  private SandboxClient client;

  @BeforeAll
  void start() {
    client = new SandboxClient(deploy().port(), API_KEY);
  }

  @AfterAll
  void stop() {
    Await.success(vertx.close());
  }

  private SandboxVerticle deploy() {
    SandboxConfig config =
        new SandboxConfig(
            db,
            new SandboxConfig.Http("127.0.0.1", 0),
            new Secret(API_KEY),
            true,
            Duration.ofMillis(300),
            Duration.ofMillis(500));
    SandboxVerticle verticle = new SandboxVerticle(config, new Health());
    Await.success(vertx.deployVerticle(verticle));
    return verticle;
  }

  @Test
  void heldMoneyIsTakenAndGivenBack() {
    String key = key();
    String authorization = client.authorize(key + "a", 1000, "tok_ok").text("id");

    Answer capture = client.capture(key + "c", authorization, 900);
    Answer refund = client.refund(key + "r", capture.text("id"), 900);

    assertThat(capture.status()).isEqualTo(201);
    assertThat(refund.status()).isEqualTo(201);
    assertThat(refund.body().path("amountMinor").asLong()).isEqualTo(900);
    assertThat(client.find(key + "c").body()).isEqualTo(capture.body());
  }

  @Test
  void sameKeyGivesTheStoredAnswerAndOneEffect() {
    String key = key();

    Answer first = client.authorize(key, 1000, "tok_ok");
    Answer again = client.authorize(key, 1000, "tok_ok");
    Answer other = client.authorize(key, 1001, "tok_ok");

    assertThat(again).isEqualTo(first);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("key_reused");
    assertThat(count("operations WHERE idempotency_key = '" + key + "'")).isOne();
  }

  @Test
  void refundsWithOneKeyAtTheSameTimeAreOneRefund() {
    String key = key();
    String authorization = client.authorize(key + "a", 1000, "tok_ok").text("id");
    String capture = client.capture(key + "c", authorization, 1000).text("id");
    String path = "/v1/captures/" + capture + "/refunds";

    List<CompletableFuture<Answer>> racing =
        IntStream.range(0, 20)
            .mapToObj(i -> client.postLater(path, key + "r", "{\"amountMinor\":100}"))
            .toList();

    assertThat(racing.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(
            count("authorizations WHERE refunded_minor = 100 AND capture_id = '" + capture + "'"))
        .isOne();
  }

  @Test
  void capturesWithDifferentKeysAtTheSameTimeTakeTheMoneyOnce() {
    String key = key();
    String authorization = client.authorize(key + "a", 1000, "tok_ok").text("id");
    String path = "/v1/authorizations/" + authorization + "/captures";

    List<Integer> statuses =
        IntStream.range(0, 10)
            .mapToObj(i -> client.postLater(path, key + "c" + i, "{\"amountMinor\":1000}"))
            .toList()
            .stream()
            .map(answer -> answer.join().status())
            .sorted()
            .toList();

    assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409, 409, 409);
  }

  @Test
  void blockedKeyIsNeverUsed() {
    String key = key();

    Answer block = client.block(key);

    assertThat(block.text("outcome")).isEqualTo("BLOCKED");
    assertThat(client.authorize(key, 1000, "tok_ok").status()).isEqualTo(410);
    assertThat(client.block(key)).isEqualTo(block);
    assertThat(count("operations WHERE idempotency_key = '" + key + "' AND outcome = 'DONE'"))
        .isZero();
  }

  @Test
  void blockingComesTooLateForWhatIsDone() {
    String key = key();
    Answer authorized = client.authorize(key, 1000, "tok_ok");

    assertThat(client.block(key).body()).isEqualTo(authorized.body());
  }

  @Test
  void blockOvertakesASlowAuthorization() {
    String key = key();
    CompletableFuture<Answer> slow =
        client.postLater("/v1/authorizations", key, SandboxClient.authorization(5, "tok_slow"));

    Answer block = client.block(key);

    assertThat(block.text("outcome")).isEqualTo("BLOCKED");
    assertThat(slow.join().text("code")).isEqualTo("key_blocked");
  }

  @ParameterizedTest
  @CsvSource({"tok_declined,card_declined", "tok_anything_else,card_unknown"})
  void refusedCardStaysRefusedUnderItsKey(String token, String code) {
    String key = key();

    Answer refused = client.authorize(key, 1000, token);

    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.text("code")).isEqualTo(code);
    assertThat(client.authorize(key, 1000, token)).isEqualTo(refused);
    assertThat(client.find(key).text("outcome")).isEqualTo("DECLINED");
    assertThat(client.find(key).text("reason")).isEqualTo(code);
  }

  @Test
  void chargeWhoseReplyIsLostCanBeFoundByItsKey() {
    String key = key();

    Answer lost = client.authorize(key + "a", 1000, "tok_timeout_after_charge");
    String authorization = client.find(key + "a").text("id");
    Answer lostToo = client.capture(key + "c", authorization, 1000);

    assertThat(lost.status()).isZero();
    assertThat(lostToo.status()).isZero();
    assertThat(client.find(key + "c").text("outcome")).isEqualTo("DONE");
  }

  @Test
  void cardThatFailsAtFirstWorksTheThirdTimeEvenAfterARestart() {
    String key = key();
    assertThat(client.authorize(key, 1000, "tok_fail_2").status()).isEqualTo(500);
    SandboxClient restarted = new SandboxClient(deploy().port(), API_KEY);

    assertThat(restarted.authorize(key, 1000, "tok_fail_2").status()).isEqualTo(500);
    assertThat(restarted.find(key).status()).isEqualTo(404);
    assertThat(restarted.authorize(key, 1000, "tok_fail_2").status()).isEqualTo(201);
    assertThat(client.authorize(key(), 1000, "tok_fail_2").status()).isEqualTo(500);
  }

  @Test
  void closedAuthorizationTakesNothingMore() {
    String key = key();
    String authorization = client.authorize(key + "a", 1000, "tok_ok").text("id");
    assertThat(client.capture(key + "big", authorization, 1001).text("code"))
        .isEqualTo("amount_too_large");
    assertThat(client.voidHold(key + "v", authorization).status()).isEqualTo(201);

    assertThat(client.voidHold(key + "v2", authorization).text("code"))
        .isEqualTo("authorization_closed");
    assertThat(client.capture(key + "c", authorization, 1000).text("code"))
        .isEqualTo("authorization_closed");
    assertThat(client.capture(key + "d", UUID.randomUUID().toString(), 1).text("code"))
        .isEqualTo("authorization_unknown");
    assertThat(client.refund(key + "r", UUID.randomUUID().toString(), 1).text("code"))
        .isEqualTo("capture_unknown");
  }

  @Test
  void refundsNeverExceedTheCapture() {
    String key = key();
    String authorization = client.authorize(key + "a", 1000, "tok_ok").text("id");
    String capture = client.capture(key + "c", authorization, 600).text("id");
    assertThat(client.refund(key + "1", capture, 400).status()).isEqualTo(201);

    assertThat(client.refund(key + "2", capture, 201).text("code")).isEqualTo("amount_too_large");
    assertThat(client.refund(key + "3", capture, 200).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"amountMinor\":1,\"currency\":\"GBP\"}",
        "{\"amountMinor\":-1,\"currency\":\"GBP\",\"cardToken\":\"tok_ok\"}",
        "{\"amountMinor\":1000000000001,\"currency\":\"GBP\",\"cardToken\":\"tok_ok\"}",
        "{\"amountMinor\":1.5,\"currency\":\"GBP\",\"cardToken\":\"tok_ok\"}",
        "{\"amountMinor\":\"1\",\"currency\":\"GBP\",\"cardToken\":\"tok_ok\"}",
        "{\"amountMinor\":1,\"currency\":\"gbp\",\"cardToken\":\"tok_ok\"}",
        "{\"amountMinor\":1,\"currency\":\"GBP\",\"cardToken\":\"4111111111111111\"}",
        "{\"amountMinor\":1,\"currency\":\"GBP\",\"cardToken\":\"tok_\\u0000\"}",
        "{\"amountMinor\":1,\"currency\":\"GBP\",\"cardToken\":\"tok_ok\",\"x\":1}",
        "{\"amountMinor\":1,\"amountMinor\":2,\"currency\":\"GBP\",\"cardToken\":\"tok_ok\"}",
      })
  void badBodyIsRefusedWithoutEffect(String body) {
    String key = key();
    Answer answer =
        client.send(
            client
                .request("/v1/authorizations")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid_request");
    assertThat(client.find(key).status()).isEqualTo(404);
  }

  @Test
  void everythingElseThatIsWrongIsTheCallersFault() {
    String body = SandboxClient.authorization(1, "tok_ok");
    assertThat(client.post("/v1/authorizations", null, body).status()).isEqualTo(400);
    assertThat(client.post("/v1/authorizations", "a b", body).status()).isEqualTo(400);
    assertThat(client.find("%00").status()).isEqualTo(400);
    assertThat(client.find("a&key=b").status()).isEqualTo(400);
    assertThat(client.post("/v1/authorizations/1/void", key(), "").status()).isEqualTo(404);
    assertThat(client.post("/v1/nothing", key(), "").status()).isEqualTo(404);
    assertThat(client.send(client.request("/v1/authorizations").GET()).status()).isEqualTo(405);
    assertThat(client.post("/v1/authorizations", key(), " ".repeat(20_000)).status())
        .isEqualTo(413);
    assertThat(
            client
                .send(
                    client
                        .request("/v1/authorizations")
                        .header("Idempotency-Key", key())
                        .POST(BodyPublishers.ofString(body)))
                .status())
        .isEqualTo(415);
  }

  @Test
  void everyDocumentedOperationIsThere() throws IOException {
    JsonNode paths =
        new YAMLMapper()
            .readTree(SandboxIT.class.getResource("/sandbox/openapi.yaml"))
            .path("paths");
    List<Integer> statuses = new ArrayList<>();

    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> statuses.add(bareRequest(method, path.getKey()).status())));

    // Found, and refused for want of a key or a body.
    assertThat(statuses).hasSize(7).isSubsetOf(400, 415);
    assertThat(client.send(client.request("/openapi.yaml").GET()).status()).isEqualTo(200);
  }

  private Answer bareRequest(String method, String path) {
    return client.send(
        client
            .request(path.replace("{id}", key()))
            .method(method.toUpperCase(Locale.ROOT), BodyPublishers.noBody()));
  }

  @Test
  void wrongApiKeyOpensNothing() {
    SandboxClient stranger = new SandboxClient(deploy().port(), "0123456789abcdeX");

    assertThat(stranger.authorize(key(), 1, "tok_ok").status()).isEqualTo(401);
    assertThat(stranger.find(key()).status()).isEqualTo(401);
  }

  @Test
  void switchedFaultsFailRequestsUntilTheyAreSwitchedOff() {
    SandboxClient faulty = new SandboxClient(deploy().port(), API_KEY);
    assertThat(faulty.post("/v1/faults", null, "{\"failRate\":1,\"latencyMs\":10}").status())
        .isEqualTo(204);
    assertThat(faulty.authorize(key(), 1, "tok_ok").status()).isEqualTo(500);
    assertThat(faulty.post("/v1/faults", null, "{\"failRate\":2,\"latencyMs\":0}").status())
        .isEqualTo(400);

    faulty.post("/v1/faults", null, "{\"failRate\":0,\"latencyMs\":0}");

    assertThat(faulty.authorize(key(), 1, "tok_ok").status()).isEqualTo(201);
  }

  @Test
  void logCannotBeChanged() {
    client.authorize(key(), 1, "tok_ok");

    for (String change : List.of("DELETE FROM operations", "UPDATE operations SET kind = 'VOID'")) {
      assertThat(Await.failure(onDatabase(change))).hasMessageContaining("append-only");
    }
  }

  private long count(String from) {
    return Await.success(onDatabase("SELECT count(*) FROM " + from));
  }

  private io.vertx.core.Future<Long> onDatabase(String sql) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(db.host())
            .setPort(db.port())
            .setDatabase(db.name())
            .setUser(db.user())
            .setPassword(db.password().value());
    return PgConnection.connect(vertx, options)
        .compose(
            connection ->
                connection
                    .query(sql)
                    .execute()
                    .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0))
                    .eventually(connection::close));
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
