package io.jangteo.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.payment.domain.ProviderResult.Done;
import io.jangteo.payment.domain.ProviderResult.Refused;
import io.jangteo.runtime.config.Secret;
import io.jangteo.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of answers that are wrong, huge, slow or none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxProviderIT {
  private static final String KEY = "order:authorize";
  private static final Money AMOUNT = new Money(1255, "GBP");
  private static final String GOOD =
      """
      {"id":"ref-1","key":"order:authorize","kind":"AUTHORIZE","outcome":"DONE",\
      "amountMinor":1255,"currency":"GBP","more":true}""";

  private final Vertx vertx = Vertx.vertx();
  private volatile Handler<HttpServerRequest> behaviour;
  private SandboxProvider provider;

  @BeforeAll
  void start() {
    HttpServer server =
        Await.success(
            vertx
                .createHttpServer()
                .requestHandler(request -> behaviour.handle(request))
                .listen(0, "127.0.0.1"));
    provider =
        new SandboxProvider(
            vertx,
            new ProviderConfig(
                URI.create("http://127.0.0.1:" + server.actualPort()),
                new Secret("0123456789abcdef"),
                Duration.ofMillis(500),
                4,
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
  }

  @AfterAll
  void stop() {
    provider.close();
    Await.success(vertx.close());
  }

  @Test
  void answerThatFitsIsBelievedWhateverElseItSays() {
    answer(201, GOOD);

    assertThat(Await.success(authorize())).isEqualTo(new Done("ref-1"));
  }

  @Test
  void requestCarriesKeyAndSecret() {
    behaviour =
        request ->
            request
                .response()
                .setStatusCode(
                    KEY.equals(request.getHeader("Idempotency-Key"))
                            && "Bearer 0123456789abcdef".equals(request.getHeader("Authorization"))
                        ? 201
                        : 401)
                .end(GOOD);

    assertThat(Await.success(authorize())).isInstanceOf(Done.class);
  }

  @ParameterizedTest
  @CsvSource({
    "402,card_declined",
    "402,card_unknown",
    "409,authorization_closed",
    "410,key_blocked"
  })
  void finalRefusalsAreFinal(int status, String code) {
    answer(status, "{\"code\":\"" + code + "\"}");

    assertThat(Await.success(authorize())).isEqualTo(new Refused(code));
  }

  @ParameterizedTest
  @CsvSource({
    "409,key_reused",
    "400,invalid_request",
    "401,unauthenticated",
    "404,not_found",
    "429,card_declined_later",
    "500,card_declined",
    "503,unavailable",
    "302,card_declined",
    "200,card_declined"
  })
  void everythingElseLeavesTheOutcomeUnknown(int status, String code) {
    answer(status, "{\"code\":\"" + code + "\"}");

    assertThat(Await.failure(authorize())).hasMessageContaining("unusable answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        "{\"id\":\"a b\",\"key\":\"order:authorize\",\"kind\":\"AUTHORIZE\",\"outcome\":\"DONE\","
            + "\"amountMinor\":1255,\"currency\":\"GBP\"}",
        "{\"id\":\"r\",\"key\":\"other\",\"kind\":\"AUTHORIZE\",\"outcome\":\"DONE\","
            + "\"amountMinor\":1255,\"currency\":\"GBP\"}",
        "{\"id\":\"r\",\"key\":\"order:authorize\",\"kind\":\"CAPTURE\",\"outcome\":\"DONE\","
            + "\"amountMinor\":1255,\"currency\":\"GBP\"}",
        "{\"id\":\"r\",\"key\":\"order:authorize\",\"kind\":\"AUTHORIZE\",\"outcome\":\"DONE\","
            + "\"amountMinor\":1254,\"currency\":\"GBP\"}",
        "{\"id\":\"r\",\"key\":\"order:authorize\",\"kind\":\"AUTHORIZE\",\"outcome\":\"DONE\","
            + "\"amountMinor\":\"1255\",\"currency\":\"GBP\"}",
        "{\"id\":\"r\",\"key\":\"order:authorize\",\"kind\":\"AUTHORIZE\",\"outcome\":\"DONE\","
            + "\"amountMinor\":1255,\"currency\":\"EUR\"}",
      })
  void successThatDoesNotFitTheQuestionIsNotBelieved(String body) {
    answer(201, body);

    assertThat(Await.failure(authorize())).hasMessageContaining("unusable answer");
  }

  @Test
  void hugeAnswerIsNotRead() {
    answer(201, GOOD + " ".repeat(70_000));

    assertThat(Await.failure(authorize())).hasMessageContaining("too large");
  }

  @Test
  void tricklingAnswerIsGivenUpInTime() {
    behaviour =
        request -> {
          request.response().setChunked(true).setStatusCode(201).write(" ");
          vertx.setPeriodic(
              50,
              timer -> request.response().write(" ").onFailure(gone -> vertx.cancelTimer(timer)));
        };
    long began = System.nanoTime();

    Await.failure(authorize());

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void enquiryTellsNothingDoneFromNotFoundForAnotherReason() {
    answer(404, "{\"code\":\"not_found\"}");
    assertThat(Await.success(provider.find(KEY))).isEmpty();

    answer(404, "<html>no such page</html>");
    assertThat(Await.failure(provider.find(KEY))).hasMessageContaining("unusable answer");
  }

  @Test
  void enquiryReportsWhatWasDone() {
    answer(200, GOOD);
    assertThat(Await.success(provider.find(KEY))).contains(new Done("ref-1"));

    answer(200, "{\"key\":\"order:authorize\",\"outcome\":\"BLOCKED\"}");
    assertThat(Await.success(provider.block(KEY))).isEqualTo(new Refused("key_blocked"));

    answer(
        200, "{\"key\":\"order:authorize\",\"outcome\":\"DECLINED\",\"reason\":\"card_unknown\"}");
    assertThat(Await.success(provider.find(KEY))).contains(new Refused("card_unknown"));
  }

  private Future<ProviderResult> authorize() {
    return provider.authorize(KEY, AMOUNT, new CardToken("tok_ok"));
  }

  private void answer(int status, String body) {
    behaviour = request -> request.response().setStatusCode(status).end(body);
  }
}
