package io.jangteo.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Somebody else's identity provider on a real socket, with its keys at {@code /keys}. */
final class OpenIdProvider implements AutoCloseable {
  final List<JWK> published = new CopyOnWriteArrayList<>();
  final AtomicInteger fetches = new AtomicInteger();
  volatile int status = 200;
  volatile byte[] instead;
  volatile String discoveryIssuer;
  private final Map<String, PrivateKey> edKeys = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final String scheme;

  OpenIdProvider() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
  }

  private OpenIdProvider(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/keys", this::keys);
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.start();
    discoveryIssuer = issuer();
  }

  /** One that speaks TLS with that certificate. */
  static OpenIdProvider overTls(TestCertificate certificate) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.serving()));
    return new OpenIdProvider(server, "https");
  }

  String issuer() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  private void keys(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    JsonArray keys = new JsonArray();
    published.forEach(key -> keys.add(new JsonObject(key.toPublicJWK().toJSONObject())));
    byte[] body = new JsonObject().put("keys", keys).encode().getBytes(StandardCharsets.UTF_8);
    answer(exchange, instead == null ? body : instead);
  }

  private void discovery(HttpExchange exchange) throws IOException {
    JsonObject document =
        new JsonObject().put("issuer", discoveryIssuer).put("jwks_uri", issuer() + "/keys");
    answer(exchange, document.encode().getBytes(StandardCharsets.UTF_8));
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    if (status == 302) {
      exchange.getResponseHeaders().add("Location", issuer() + "/keys");
    }
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    } catch (IOException e) {
      // The gateway has hung up, as it should when it is too much.
    }
  }

  /** Signs what would be accepted but for {@code change}. */
  String token(JWK key, Consumer<JWTClaimsSet.Builder> change) {
    return token(key, header -> {}, change);
  }

  String token(
      JWK key, Consumer<JWSHeader.Builder> headerChange, Consumer<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience("market-api")
            .subject("auth0|ann")
            .claim("realm_access", Map.of("roles", List.of("shop-keeper", "offline_access")))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(3600)));
    change.accept(claims);
    JWSHeader.Builder header =
        new JWSHeader.Builder(algorithm(key))
            .keyID(key.getKeyID())
            .type(new JOSEObjectType("at+jwt"));
    headerChange.accept(header);
    return sign(key, header.build(), claims.build());
  }

  private static JWSAlgorithm algorithm(JWK key) {
    return key instanceof RSAKey
        ? JWSAlgorithm.RS256
        : key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.EdDSA;
  }

  private String sign(JWK key, JWSHeader header, JWTClaimsSet claims) {
    try {
      if (key instanceof OctetKeyPair) {
        return signWithEd25519(header, claims);
      }
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** An Ed25519 key; it signs with the JDK, because the library would need another one for it. */
  OctetKeyPair edKey(String keyId) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      edKeys.put(keyId, pair.getPrivate());
      return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID(keyId).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signWithEd25519(JWSHeader header, JWTClaimsSet claims) {
    try {
      String input = header.toBase64URL() + "." + Base64URL.encode(claims.toPayload().toBytes());
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(edKeys.get(header.getKeyID()));
      signer.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64URL.encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
