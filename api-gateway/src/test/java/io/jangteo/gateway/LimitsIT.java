package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits over HTTP; every test is a client of its own, as the proxy it plays says. */
class LimitsIT {
  private static final Market MARKET = new Market();
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.withMarket(
            MARKET,
            Map.of(
                "gateway.limits.address", "1/m",
                "gateway.limits.addressBurst", "30",
                "gateway.limits.subject", "1/m",
                "gateway.limits.subjectBurst", "10",
                "gateway.limits.exempt", "127.0.0.0/8, 198.51.100.0/24",
                "gateway.proxies.trusted", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static HttpRequest.Builder from(String address, String path) {
    return gateway.request(path).header("X-Forwarded-For", address);
  }

  private static List<Integer> statuses(int count, HttpRequest.Builder request) {
    return IntStream.range(0, count).mapToObj(i -> gateway.send(request).statusCode()).toList();
  }

  private static HttpRequest.Builder as(UUID subject, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + gateway.mint.token(subject, "customer"));
  }

  private static HttpRequest.Builder knock(String address, String name) {
    return from(address, "/doors")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"));
  }

  @Test
  void anAddressThatSendsTooMuchIsToldWhenToComeBack() {
    assertThat(statuses(30, from("203.0.113.1", "/things"))).containsOnly(200);
    int callsBefore = MARKET.calls.get();

    HttpResponse<String> refused = gateway.send(from("203.0.113.1", "/things"));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow()).isBetween(50L, 60L);
    assertThat(refused.headers().firstValue("ratelimit-policy"))
        .contains("\"address\";q=30;w=1800");
    assertThat(refused.headers().firstValue("ratelimit").orElseThrow())
        .matches("\"address\";r=0;t=(5\\d|60)");
    JsonNode problem = RunningGateway.json(refused);
    assertThat(problem.path("code").asText()).isEqualTo("too_many_requests");
    assertThat(problem.path("retryAfterSeconds").asLong()).isBetween(50L, 60L);
    assertThat(problem.path("requestId").asText()).isNotEmpty();
    assertThat(MARKET.calls).hasValue(callsBefore);
    assertThat(gateway.send(from("203.0.113.2", "/things")).statusCode()).isEqualTo(200);
  }

  @Test
  void noSpellingOfAPathAndNoTokenIsAWayAroundTheLimitOfAnAddress() {
    assertThat(statuses(10, from("203.0.113.3", "/nothing/here"))).containsOnly(404);
    assertThat(statuses(10, from("203.0.113.3", "/things/mine"))).containsOnly(401);
    assertThat(
            statuses(
                10, from("203.0.113.3", "/things/mine").header("Authorization", "Bearer a.b.c")))
        .containsOnly(401);

    assertThat(gateway.send(from("203.0.113.3", "/things?q=a")).statusCode()).isEqualTo(429);
    assertThat(gateway.send(from("203.0.113.3", "/docs")).statusCode()).isEqualTo(429);
  }

  @Test
  void whatTheClientItselfSaysOfItsAddressDoesNotCount() {
    assertThat(statuses(30, from("192.0.2.99, 203.0.113.4", "/things"))).containsOnly(200);

    assertThat(gateway.send(from("192.0.2.98, 203.0.113.4", "/things")).statusCode())
        .isEqualTo(429);
  }

  @Test
  void aClientHearsOfTheLimitForAllWhenHalfOfItIsUsedUp() {
    HttpRequest.Builder request = from("203.0.113.5", "/things");

    assertThat(gateway.send(request).headers().firstValue("ratelimit")).isEmpty();
    statuses(14, request);
    assertThat(gateway.send(request).headers().firstValue("ratelimit"))
        .contains("\"address\";r=14;t=60");
  }

  @Test
  void anAccountHasItsLimitWhereverItCallsFrom() {
    UUID ann = UUID.randomUUID();
    for (int i = 0; i < 10; i++) {
      assertThat(gateway.send(as(ann, from("203.0.113." + (10 + i), "/things/A1"))).statusCode())
          .isEqualTo(200);
    }

    HttpResponse<String> refused = gateway.send(as(ann, from("203.0.113.30", "/things/A1")));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"subject\";q=10;w=600");
    assertThat(gateway.send(as(UUID.randomUUID(), from("203.0.113.30", "/things/A1"))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anOperationHasALimitOfItsOwnForEachAccount() {
    UUID ann = UUID.randomUUID();
    HttpRequest.Builder request = as(ann, from("203.0.113.40", "/things/mine"));

    HttpResponse<String> first = gateway.send(request);

    assertThat(first.headers().firstValue("ratelimit-policy"))
        .contains("\"market.listMine.subject\";q=3;w=10800");
    assertThat(first.headers().firstValue("ratelimit"))
        .contains("\"market.listMine.subject\";r=2;t=3600");
    assertThat(statuses(3, request)).containsExactly(200, 200, 429);
    assertThat(gateway.send(as(ann, from("203.0.113.40", "/things/A1"))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aValueOfTheBodyHasItsLimitHoweverItIsSpelt() {
    assertThat(gateway.send(knock("203.0.113.50", "Ann@example.com")).statusCode()).isEqualTo(200);
    assertThat(gateway.send(knock("203.0.113.51", "ann@example.com")).statusCode()).isEqualTo(200);
    assertThat(gateway.send(knock("203.0.113.52", " ANN@EXAMPLE.COM")).statusCode()).isEqualTo(200);
    assertThat(gateway.send(knock("203.0.113.53", "aNN@example.com ")).statusCode()).isEqualTo(200);

    HttpResponse<String> refused = gateway.send(knock("203.0.113.54", "ann@EXAMPLE.com"));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().allValues("ratelimit-policy"))
        .containsExactly(
            "\"market.knock.address\";q=20;w=72000", "\"market.knock.field\";q=4;w=3600");
    assertThat(gateway.send(knock("203.0.113.54", "bob@example.com")).statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressMayGuessOnlySoManyValues() {
    for (int i = 0; i < 20; i++) {
      assertThat(gateway.send(knock("203.0.113.60", "guess" + i)).statusCode()).isEqualTo(200);
    }

    assertThat(gateway.send(knock("203.0.113.60", "guess20")).statusCode()).isEqualTo(429);
  }

  @Test
  void exemptAddressesHaveNoLimitOfAnyKind() {
    HttpRequest.Builder request = as(UUID.randomUUID(), from("198.51.100.7", "/things/mine"));

    assertThat(statuses(40, request)).containsOnly(200);
    assertThat(gateway.send(request).headers().firstValue("ratelimit")).isEmpty();
  }
}
