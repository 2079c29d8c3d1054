package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a raw socket can send. */
class RawConnectionsIT {
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.withMarket(
            new Market(),
            Map.of("gateway.bodyTimeout", "700ms", "gateway.firstRequestTimeout", "700ms"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/things/..%2fmine, 400",
    "/things/%2e%2e/mine, 400",
    "/things/../mine, 400",
    "/./things, 400",
    "/things/%00, 400",
    "/things/a%5cb, 400",
    "/things/a\\b, 400",
    "/things;x=.css, 400",
    "//things, 400",
    "/things//mine, 400",
    "/things/%zz, 400",
    "/things/%, 400",
    "/things/%c0%af, 400",
    "/things/%ff, 400",
    "/things/<a>, 400",
    "/things/a%0d%0ab, 400",
    "/things/%25, 400",
    "/things/, 404",
    "/Things, 404",
    "/nothing, 404",
    "/things/mine/x.css, 404",
    "/docs/../etc/passwd, 400",
    "/docs/%2e%2e/etc, 400",
    "/docs/secret, 404",
    "*, 400",
    "http://other/things, 400",
    "things, 400"
  })
  void pathTricksAreRefused(String path, int status) {
    String answer =
        gateway.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
  }

  @Test
  void aPathBeyondTheLineLimitIsTooLong() {
    assertThat(gateway.raw("GET /" + "a".repeat(8000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 414");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "BREW", "PATCH", "get"})
  void otherMethodsAreRefused(String method) {
    String answer =
        gateway.raw(method + " /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).containsPattern("^HTTP/1.1 (400|405)");
    if (method.equals("PATCH")) {
      assertThat(answer).containsIgnoringCase("allow: GET, HEAD, OPTIONS, POST");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /things HTTP/1.1\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /things HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"
      })
  void ambiguousHeadsAreRefused(String request) {
    assertThat(gateway.raw(request)).containsPattern("^HTTP/1.[01] 400");
  }

  @Test
  void aLengthBesideChunksIsRefusedSoThatNoRequestCanHideInABody() {
    String answer =
        gateway.raw(
            "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /things HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 200");
  }

  @Test
  void tooManyAndTooLargeHeadersAreRefused() {
    String many = "X-A: b\r\n".repeat(101);

    assertThat(gateway.raw("GET /things HTTP/1.1\r\nHost: x\r\n" + many + "\r\n"))
        .containsPattern("^HTTP/1.[01] 431");
    assertThat(
            gateway.raw("GET /things HTTP/1.1\r\nHost: x\r\nX-A: " + "b".repeat(9000) + "\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 431");
  }

  @Test
  void aHeadThatNeverEndsIsGivenUp() {
    long before = System.nanoTime();

    assertThat(gateway.raw("GET /things HT")).isEmpty();
    assertThat(System.nanoTime() - before).isLessThan(1_900_000_000L);
  }

  @Test
  void aBodyThatDoesNotArriveIsGivenUp() {
    String token = gateway.mint.token(java.util.UUID.randomUUID(), "customer");

    String answer =
        gateway.raw(
            "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Idempotency-Key: k\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Length: 100\r\n\r\n{\"lines\":");

    assertThat(answer).startsWith("HTTP/1.1 408");
  }

  @Test
  void aConnectionStaysOfUseAfterARefusal() {
    String refused = "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    String good = "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    String answer = gateway.raw(refused + good);

    assertThat(answer).startsWith("HTTP/1.1 404").contains("HTTP/1.1 200");
  }

  @Test
  void hundredPipelinedRequestsAreAnsweredInOrder() {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      requests.append("GET /things?limit=").append(i % 100 + 1).append(" HTTP/1.1\r\nHost: x\r\n");
      requests.append(i == 99 ? "Connection: close\r\n\r\n" : "\r\n");
    }

    String answer = gateway.raw(requests.toString());

    assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(101);
    assertThat(answer.indexOf("\"query.limit\":\"1\""))
        .isLessThan(answer.indexOf("\"query.limit\":\"2\""));
  }
}
