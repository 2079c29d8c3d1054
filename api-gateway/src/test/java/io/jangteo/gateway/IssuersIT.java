package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of another identity provider, whose keys come over HTTP. */
class IssuersIT {
  private static final Market MARKET = new Market();
  private static OpenIdProvider provider;
  private static RSAKey rsa;
  private static ECKey ec;
  private static JWK ed;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    provider = new OpenIdProvider();
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    ed = provider.edKey("ed-1");
    provider.published.addAll(
        List.of(
            rsa,
            ec,
            ed,
            new RSAKeyGenerator(2048).keyID("encrypts").keyUse(KeyUse.ENCRYPTION).generate()));
    gateway =
        RunningGateway.withMarket(
            MARKET, trusting(entry().put("algorithms", new JsonArray(List.of("RS256", "EdDSA")))));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static JsonObject entry() {
    return new JsonObject()
        .put("issuer", provider.issuer())
        .put("audience", "market-api")
        .put("jwks", provider.issuer() + "/keys")
        .put("rolesClaim", "realm_access.roles")
        .put("roles", new JsonObject().put("shop-keeper", "merchant"));
  }

  private static Map<String, String> trusting(JsonObject... entries) {
    return Map.of("gateway.issuers.trusted", new JsonArray(List.of((Object[]) entries)).encode());
  }

  @Test
  void itsTokensAreAcceptedWithTheRolesTheyAreTranslatedTo() {
    for (JWK key : List.of(rsa, ed)) {
      HttpResponse<String> response = mine(provider.token(key, claims -> {}));

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(RunningGateway.json(response).path("roles").toString())
          .isEqualTo("[\"merchant\"]");
    }
    assertThat(put(provider.token(rsa, claims -> {}))).isEqualTo(200);
    assertThat(put(provider.token(rsa, claims -> claims.claim("realm_access", null))))
        .isEqualTo(403);
  }

  @Test
  void ourOwnTokensGoOn() {
    assertThat(mine(gateway.mint.token(UUID.randomUUID(), "customer")).statusCode()).isEqualTo(200);
  }

  @Test
  void nobodyThereCanBeSomebodyHere() {
    UUID account = UUID.randomUUID();

    String once = subject(provider.token(rsa, claims -> claims.subject(account.toString())));
    String again = subject(provider.token(ed, claims -> claims.subject(account.toString())));

    assertThat(once).isNotEqualTo(account.toString()).isEqualTo(again);
    assertThat(subject(provider.token(rsa, claims -> {}))).isNotEqualTo(once);
  }

  private static String subject(String token) {
    return RunningGateway.json(mine(token)).path("sub").asText();
  }

  static Stream<Arguments> forged() {
    return Stream.of(
        bad("an algorithm that is not accepted", p -> p.token(ec, c -> {})),
        bad("another algorithm than the key's", IssuersIT::otherAlgorithm),
        bad("HMAC with the public key", IssuersIT::hmac),
        bad("alg none", p -> unsigned(p, "none")),
        bad("alg None", p -> unsigned(p, "None")),
        bad("signed by our own key", IssuersIT::signedByUs),
        bad("a key that is for encryption", p -> p.token(ours("encrypts"), c -> {})),
        bad("an unknown key", p -> p.token(ours("unknown"), c -> {})),
        bad("another's key of the same id", p -> p.token(ours("rsa-1"), c -> {})),
        bad("key id is a path", p -> p.token(rsa, h -> h.keyID("../../etc/passwd"), c -> {})),
        bad("key id is SQL", p -> p.token(rsa, h -> h.keyID("' OR 1=1"), c -> {})),
        bad("no key id", p -> p.token(rsa, h -> h.keyID(null), c -> {})),
        bad("jku", p -> p.token(rsa, h -> h.jwkURL(URI.create(p.issuer() + "/keys")), c -> {})),
        bad("x5u", p -> p.token(rsa, h -> h.x509CertURL(URI.create("https://e")), c -> {})),
        bad("jwk", p -> p.token(rsa, h -> h.jwk(rsa.toPublicJWK()), c -> {})),
        bad("crit", p -> p.token(rsa, h -> h.criticalParams(Set.of("exp")), c -> {})),
        bad("another type", p -> p.token(rsa, h -> h.type(JOSEObjectType.JWT), c -> {})),
        bad("no type", p -> p.token(rsa, h -> h.type(null), c -> {})),
        bad("another issuer", p -> p.token(rsa, c -> c.issuer("https://evil.example"))),
        bad("our issuer", p -> p.token(rsa, c -> c.issuer("jangteo").audience("jangteo-api"))),
        bad("no issuer", p -> p.token(rsa, c -> c.issuer(null))),
        bad("our audience", p -> p.token(rsa, c -> c.audience("jangteo-api"))),
        bad("no audience", p -> p.token(rsa, c -> c.audience((String) null))),
        bad("expired", p -> p.token(rsa, c -> c.issueTime(ago(900)).expirationTime(ago(31)))),
        bad("of the future", p -> p.token(rsa, c -> c.issueTime(ago(-40)))),
        bad("lives too long", p -> p.token(rsa, c -> c.expirationTime(ago(-3700)))),
        bad("no subject", p -> p.token(rsa, c -> c.subject(null))),
        bad("subject is too long", p -> p.token(rsa, c -> c.subject("x".repeat(256)))),
        bad(
            "roles are text",
            p -> p.token(rsa, c -> c.claim("realm_access", Map.of("roles", "shop-keeper")))),
        bad("too long", p -> p.token(rsa, c -> c.claim("padding", "x".repeat(4096)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forged")
  void forgedTokensAreRefused(String what, Function<OpenIdProvider, String> make) {
    int before = MARKET.calls.get();

    HttpResponse<String> response = mine(make.apply(provider));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
    assertThat(MARKET.calls.get()).isEqualTo(before);
  }

  @Test
  void aFloodOfUnknownKeysIsOneQuestion() {
    mine(provider.token(ours("unknown-0"), c -> {}));
    int before = provider.fetches.get();

    for (int i = 0; i < 50; i++) {
      String token = provider.token(rsa, h -> h.keyID("made-up-" + UUID.randomUUID()), c -> {});
      assertThat(mine(token).statusCode()).isEqualTo(401);
    }

    assertThat(provider.fetches.get()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void discoverySaysWhereTheKeysAre() throws IOException {
    JsonObject entry = entry();
    entry.remove("jwks");
    try (RunningGateway other = RunningGateway.withMarket(new Market(), trusting(entry))) {
      await().until(() -> with(other, provider.token(rsa, claims -> {})).statusCode() == 200);
    }
  }

  @Test
  void keysComeOverTlsFromWhoIsTrusted(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    Path authority = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
    try (OpenIdProvider secure = OpenIdProvider.overTls(certificate)) {
      secure.published.add(rsa);
      JsonObject entry = entry().put("issuer", secure.issuer());
      entry.remove("jwks");
      Map<String, String> unknown = trusting(entry);
      Map<String, String> known = trusting(entry.copy().put("caFile", authority.toString()));
      try (RunningGateway wary = RunningGateway.withMarket(new Market(), unknown);
          RunningGateway trusting = RunningGateway.withMarket(new Market(), known)) {
        String token = secure.token(rsa, claims -> {});

        await().until(() -> with(trusting, token).statusCode() == 200);
        assertThat(with(wary, token).statusCode()).isEqualTo(503);
      }
    }
  }

  @Test
  void whileKeysCannotBeHadTheLastGoodOnesServe() throws Exception {
    try (OpenIdProvider flaky = new OpenIdProvider()) {
      flaky.published.add(rsa);
      JsonObject entry =
          entry().put("issuer", flaky.issuer()).put("jwks", flaky.issuer() + "/keys");
      Map<String, String> settings =
          Map.of(
              "gateway.issuers.trusted", new JsonArray(List.of(entry)).encode(),
              "gateway.issuers.fetchTimeout", "500ms",
              "gateway.tokens.keysRefresh", "200ms");
      try (RunningGateway other = RunningGateway.withMarket(new Market(), settings)) {
        await().until(() -> with(other, flaky.token(rsa, c -> {})).statusCode() == 200);

        for (byte[] answer :
            List.of(
                "{".getBytes(StandardCharsets.UTF_8),
                "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8),
                new byte[1 << 20])) {
          flaky.instead = answer;
          assertServesThroughFetches(flaky, other);
        }
        flaky.instead = null;
        for (int status : List.of(500, 404, 302)) {
          flaky.status = status;
          assertServesThroughFetches(flaky, other);
        }
      }
    }
  }

  private static void assertServesThroughFetches(OpenIdProvider flaky, RunningGateway other) {
    int before = flaky.fetches.get();
    await().until(() -> flaky.fetches.get() > before + 1);
    assertThat(with(other, flaky.token(rsa, c -> {})).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyThatIsWithdrawnIsRefusedThough() throws Exception {
    try (OpenIdProvider other = new OpenIdProvider()) {
      other.published.addAll(List.of(rsa, ec));
      JsonObject entry =
          entry().put("issuer", other.issuer()).put("jwks", other.issuer() + "/keys");
      entry.put("algorithms", new JsonArray(List.of("RS256", "ES256")));
      Map<String, String> settings =
          Map.of(
              "gateway.issuers.trusted",
              new JsonArray(List.of(entry)).encode(),
              "gateway.tokens.keysRefresh",
              "200ms");
      try (RunningGateway running = RunningGateway.withMarket(new Market(), settings)) {
        String token = other.token(rsa, c -> {});
        await().until(() -> with(running, token).statusCode() == 200);

        other.published.remove(rsa);

        await().until(() -> with(running, token).statusCode() == 401);
      }
    }
  }

  @Test
  void aProviderThatIsDownKeepsNobodyElseOut() throws Exception {
    String issuer;
    try (OpenIdProvider gone = new OpenIdProvider()) {
      issuer = gone.issuer();
    }
    JsonObject entry = entry().put("issuer", issuer).put("jwks", issuer + "/keys");
    try (RunningGateway other = RunningGateway.withMarket(new Market(), trusting(entry))) {
      String token = provider.token(rsa, c -> c.issuer(issuer));

      HttpResponse<String> response = with(other, token);

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("retry-after")).isPresent();
      assertThat(with(other, other.mint.token(UUID.randomUUID(), "customer")).statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{}]",
        "nothing",
        "[{\"issuer\":\"https://i\"}]",
        "[{\"issuer\":\"http://i.example\",\"audience\":\"a\"}]",
        "[{\"issuer\":\"i\",\"audience\":\"a\",\"jwks\":\"http://i.example/keys\"}]",
        "[{\"issuer\":\"i\",\"audience\":\"a\",\"jwks\":\"http://localhost.evil/keys\"}]",
        "[{\"issuer\":\"i\",\"audience\":\"a\",\"jwks\":\"file:///etc/passwd\"}]",
        "[{\"issuer\":\"https://i\",\"audience\":\"a\",\"algorithms\":[\"HS256\"]}]",
        "[{\"issuer\":\"https://i\",\"audience\":\"a\",\"algorithms\":[\"none\"]}]",
        "[{\"issuer\":\"https://i\",\"audience\":\"a\",\"algoritms\":[\"RS256\"]}]",
        "[{\"issuer\":\"https://i\",\"audience\":\"a\",\"caFile\":\"/nowhere\"}]",
        "[{\"issuer\":\"https://i\",\"audience\":\"a\"},{\"issuer\":\"https://i\",\"audience\":\"b\"}]"
      })
  void whatCannotBeMeantStopsTheStart(String trusted) {
    assertThatThrownBy(() -> new RunningGateway(Map.of("gateway.issuers.trusted", trusted)))
        .hasMessageContaining("gateway.issuers")
        .hasMessageContaining("trusted");
  }

  private static HttpResponse<String> mine(String token) {
    return with(gateway, token);
  }

  private static HttpResponse<String> with(RunningGateway asked, String token) {
    return asked.send(
        asked.request("/things/mine").header("Authorization", "Bearer " + token).GET());
  }

  private static int put(String token) {
    return gateway
        .send(
            gateway
                .request("/things/A1")
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.noBody()))
        .statusCode();
  }

  private static Arguments bad(String what, Function<OpenIdProvider, String> make) {
    return Arguments.of(what, make);
  }

  private static Date ago(int seconds) {
    return Date.from(Instant.now().minusSeconds(seconds));
  }

  private static RSAKey ours(String keyId) {
    try {
      return new RSAKeyGenerator(2048).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An elliptic curve's signature under the id of the RSA key. */
  private static String otherAlgorithm(OpenIdProvider p) {
    return p.token(ec, h -> h.keyID("rsa-1"), c -> {});
  }

  private static String signedByUs(OpenIdProvider p) {
    return gateway.mint.token(
        header -> {}, claims -> claims.issuer(p.issuer()).audience("market-api"));
  }

  private static String unsigned(OpenIdProvider p, String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\",\"typ\":\"at+jwt\"}";
    String[] parts = p.token(rsa, c -> {}).split("\\.");
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + parts[1]
        + "."
        + parts[2];
  }

  private static String hmac(OpenIdProvider p) {
    try {
      String claims =
          new String(
              Base64.getUrlDecoder().decode(p.token(rsa, c -> {}).split("\\.")[1]),
              StandardCharsets.UTF_8);
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.HS512)
                  .keyID("rsa-1")
                  .type(new JOSEObjectType("at+jwt"))
                  .build(),
              new Payload(claims));
      token.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
