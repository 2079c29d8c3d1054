package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told, and what pages of other sites cannot make them do. */
class BrowsersIT {
  private static final String SHOP = "https://shop.example.com";
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.withMarket(
            new Market(), Map.of("gateway.cors.origins", SHOP + ",http://localhost:3000"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aPreflightIsAnsweredWithoutAToken() {
    HttpResponse<String> response = preflight("/things/mine", SHOP);

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(header(response, "access-control-allow-origin")).isEqualTo(SHOP);
    assertThat(header(response, "access-control-allow-methods")).contains("PUT");
    assertThat(header(response, "access-control-allow-headers")).contains("authorization");
    assertThat(header(response, "access-control-max-age")).isEqualTo("600");
    assertThat(response.headers().allValues("vary")).contains("origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com",
        "https://shop.example.com.evil.com",
        "https://shop.example.com:443",
        "http://shop.example.com",
        "HTTPS://SHOP.EXAMPLE.COM",
        "null",
        "*"
      })
  void otherOriginsAreToldNothing(String origin) {
    for (HttpResponse<String> response :
        List.of(preflight("/things", origin), from("/things", origin))) {
      assertThat(response.headers().map().keySet())
          .noneMatch(name -> name.startsWith("access-control-"));
      assertThat(response.headers().allValues("vary")).contains("origin");
    }
  }

  /** A page must be able to read why it was refused. */
  @ParameterizedTest
  @CsvSource({
    "/things, 200",
    "/things/mine, 401",
    "/nothing, 404",
    "/things?no=1, 400",
    "/docs, 200"
  })
  void everyAnswerCanBeReadByAnAllowedPage(String path, int status) {
    HttpResponse<String> response = from(path, SHOP);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "access-control-allow-origin")).isEqualTo(SHOP);
    assertThat(header(response, "access-control-expose-headers")).contains("etag", "retry-after");
    assertThat(response.headers().firstValue("access-control-allow-credentials")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/things, 200",
    "/things/mine, 401",
    "/nothing, 404",
    "/things/%2e, 400",
    "/docs, 200"
  })
  void everyAnswerIsHardened(String path, int status) {
    HttpResponse<String> response = gateway.get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(response, "referrer-policy")).isEqualTo("no-referrer");
    assertThat(header(response, "cross-origin-resource-policy")).isEqualTo("same-origin");
    assertThat(header(response, "content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(response.headers().firstValue("strict-transport-security")).isEmpty();
    assertThat(response.headers().firstValue("server")).isEmpty();
  }

  @Test
  void whatIsNoRequestIsAnsweredAsCarefully() {
    assertThat(gateway.raw("GET / HTTP/1.1\r\nHost: x\r\nbad header: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("x-content-type-options: nosniff");
  }

  /** Forged requests of other sites bring cookies at most, and those say nothing here. */
  @Test
  void aCookieIsNeitherReadNorSet() {
    String token = gateway.mint.token(UUID.randomUUID(), "merchant");

    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things/A1")
                .header("Cookie", "session=" + token + "; Authorization=Bearer " + token)
                .header("Origin", "https://evil.example.com")
                .PUT(BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(401);
    for (String path : List.of("/", "/docs", "/things", "/nothing")) {
      assertThat(gateway.get(path).headers().firstValue("set-cookie")).isEmpty();
    }
  }

  /** A form of another site cannot send JSON. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void bodiesThatAFormCanSendAreRefused(String type) {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things")
                .header("Authorization", "Bearer " + gateway.mint.token(UUID.randomUUID()))
                .header("Idempotency-Key", "k")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Market.GOOD)));

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "https://*.example.com",
        "https://a.example/",
        "a.example",
        "null",
        "ftp://a"
      })
  void whatIsNoOriginStopsTheStart(String origin) {
    assertThatThrownBy(() -> new RunningGateway(Map.of("gateway.cors.origins", origin)))
        .hasMessageContaining("gateway.cors")
        .hasMessageContaining("origins");
  }

  private static HttpResponse<String> preflight(String path, String origin) {
    return gateway.send(
        gateway
            .request(path)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "PUT")
            .header("Access-Control-Request-Headers", "authorization")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  private static HttpResponse<String> from(String path, String origin) {
    return gateway.send(gateway.request(path).header("Origin", origin).GET());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
