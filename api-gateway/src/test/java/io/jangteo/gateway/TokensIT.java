package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which access tokens are accepted, over HTTP. */
class TokensIT {
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
  void aGoodTokenIsAcceptedAgainAndAgain() {
    String token = gateway.mint.token(UUID.randomUUID(), "customer");

    for (int i = 0; i < 3; i++) {
      assertThat(mine("Bearer " + token).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withoutATokenTheClientIsChallenged() {
    HttpResponse<String> response = gateway.get("/things/mine");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"jangteo\"");
  }

  static Stream<Arguments> badTokens() throws JOSEException {
    TokenMint mint = new TokenMint("k1");
    return Stream.of(
        bad("signed by another key of the same id", m -> mint.token(claims -> {})),
        bad("unknown key", m -> new TokenMint("k2").token(claims -> {})),
        bad("expired", m -> m.token(c -> c.issueTime(ago(600)).expirationTime(ago(31)))),
        bad("issued in the future", m -> m.token(c -> c.issueTime(ago(-40)))),
        bad("not yet valid", m -> m.token(c -> c.notBeforeTime(ago(-40)))),
        bad("lives too long", m -> m.token(c -> c.expirationTime(ago(-1000)))),
        bad("never expires", m -> m.token(c -> c.expirationTime(null))),
        bad("expiry is text", m -> m.token(c -> c.claim("exp", "tomorrow"))),
        bad("no time of issue", m -> m.token(c -> c.issueTime(null))),
        bad("wrong issuer", m -> m.token(c -> c.issuer("evil"))),
        bad("no issuer", m -> m.token(c -> c.issuer(null))),
        bad("wrong audience", m -> m.token(c -> c.audience("other"))),
        bad("audience is a number", m -> m.token(c -> c.claim("aud", 7))),
        bad("no subject", m -> m.token(c -> c.subject(null))),
        bad("subject is no account", m -> m.token(c -> c.subject("admin"))),
        bad("no roles", m -> m.token(c -> c.claim("roles", null))),
        bad("roles are text", m -> m.token(c -> c.claim("roles", "operator"))),
        bad("roles are numbers", m -> m.token(c -> c.claim("roles", List.of(1)))),
        bad("other type", m -> m.token(h -> h.type(JOSEObjectType.JWT), c -> {})),
        bad("no type", m -> m.token(h -> h.type(null), c -> {})),
        bad("no key id", m -> m.token(h -> h.keyID(null), c -> {})),
        bad("key id is a path", m -> m.token(h -> h.keyID("../../etc/passwd"), c -> {})),
        bad("key id is SQL", m -> m.token(h -> h.keyID("' OR 1=1"), c -> {})),
        bad("key id is huge", m -> m.token(h -> h.keyID("k".repeat(10_000)), c -> {})),
        bad("brings a key", m -> m.token(h -> h.jwk(m.key().toPublicJWK()), c -> {})),
        bad("points to keys", m -> m.token(h -> h.jwkURL(URI.create("http://e")), c -> {})),
        bad(
            "points to a certificate",
            m -> m.token(h -> h.x509CertURL(URI.create("http://e")), c -> {})),
        bad("critical header", m -> m.token(h -> h.criticalParams(java.util.Set.of("x")), c -> {})),
        bad("too long", m -> m.token(c -> c.claim("padding", "x".repeat(4096)))),
        bad("alg none", m -> unsigned(m, "none")),
        bad("alg NONE", m -> unsigned(m, "NONE")),
        bad("signature cut off", m -> m.token(c -> {}).replaceAll("[^.]*$", "")),
        bad("two parts", m -> m.token(c -> {}).replaceAll("\\.[^.]*$", "")),
        bad("four parts", m -> m.token(c -> {}) + ".x"),
        bad("signature changed", m -> flip(m.token(c -> {}))),
        bad("HMAC with the public key", TokensIT::hmac),
        bad("empty", m -> ""),
        bad("no token at all", m -> "x"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void badTokensAreRefused(String what, java.util.function.Function<TokenMint, String> make) {
    int before = MARKET.calls.get();

    HttpResponse<String> response = mine("Bearer " + make.apply(gateway.mint));

    assertThat(response.statusCode())
        .as(response.body())
        .isEqualTo(what.contains("huge") ? 431 : 401);
    assertThat(MARKET.calls.get()).isEqualTo(before);
  }

  @Test
  void clocksMayDifferByHalfAMinute() {
    assertThat(
            mine("Bearer " + gateway.mint.token(c -> c.issueTime(ago(600)).expirationTime(ago(20))))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void otherSchemesAndTwoTokensAreRefused() {
    String token = gateway.mint.token(UUID.randomUUID(), "customer");

    assertThat(mine("Basic " + token).statusCode()).isEqualTo(401);
    assertThat(mine(token).statusCode()).isEqualTo(401);
    assertThat(
            gateway
                .send(
                    gateway
                        .request("/things/mine")
                        .header("Authorization", "Bearer " + token)
                        .header("Authorization", "Bearer " + token)
                        .GET())
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void aBadTokenIsRefusedWhereOneIsOptionalAndIgnoredWhereNoneIsTaken() {
    assertThat(with("/things/A1", "Bearer x").statusCode()).isEqualTo(401);
    assertThat(with("/things", "Bearer x").statusCode()).isEqualTo(200);
  }

  @Test
  void aRoleIsNeededWhereTheContractNamesSome() {
    UUID someone = UUID.randomUUID();

    assertThat(put(gateway.mint.token(someone, "customer"))).isEqualTo(403);
    assertThat(put(gateway.mint.token(someone))).isEqualTo(403);
    assertThat(put(gateway.mint.token(someone, "customer", "operator"))).isEqualTo(200);
  }

  private static int put(String token) {
    return gateway
        .send(
            gateway
                .request("/things/A1")
                .header("Authorization", "Bearer " + token)
                .PUT(java.net.http.HttpRequest.BodyPublishers.noBody()))
        .statusCode();
  }

  private static HttpResponse<String> mine(String authorization) {
    return with("/things/mine", authorization);
  }

  private static HttpResponse<String> with(String path, String authorization) {
    return gateway.send(gateway.request(path).header("Authorization", authorization).GET());
  }

  private static Arguments bad(String what, java.util.function.Function<TokenMint, String> make) {
    return Arguments.of(what, make);
  }

  private static Date ago(int seconds) {
    return Date.from(Instant.now().minusSeconds(seconds));
  }

  private static String unsigned(TokenMint mint, String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}";
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8));
    String payload = mint.token(claims -> {}).split("\\.")[1];
    return encoded + "." + payload + ".";
  }

  private static String flip(String token) {
    int at = token.lastIndexOf('.') + 10;
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static String hmac(TokenMint mint) {
    try {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.HS256)
                  .keyID("k1")
                  .type(new JOSEObjectType("at+jwt"))
                  .build(),
              new Payload(Map.of("iss", "jangteo")));
      token.sign(new MACSigner(mint.key().toECPublicKey().getEncoded()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
