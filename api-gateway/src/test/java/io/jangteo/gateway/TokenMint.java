package io.jangteo.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Signs access tokens, good and bad ones. */
public final class TokenMint {
  private final ECKey key;

  public TokenMint(String keyId) {
    try {
      this.key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public Buffer keySet() {
    return Buffer.buffer(new JWKSet(key.toPublicJWK()).toString());
  }

  public ECKey key() {
    return key;
  }

  /** A token that the gateway accepts. */
  public String token(UUID subject, String... roles) {
    return token(claims -> claims.subject(subject.toString()).claim("roles", List.of(roles)));
  }

  /** A token that would be accepted but for what {@code change} does to its claims. */
  public String token(Consumer<JWTClaimsSet.Builder> change) {
    return token(header -> {}, change);
  }

  /** The same with a change of the header. */
  public String token(
      Consumer<JWSHeader.Builder> headerChange, Consumer<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("jangteo")
            .audience("jangteo-api")
            .subject(UUID.randomUUID().toString())
            .claim("roles", List.of("customer"))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(900)))
            .jwtID(UUID.randomUUID().toString());
    change.accept(claims);
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(key.getKeyID())
            .type(new JOSEObjectType("at+jwt"));
    headerChange.accept(header);
    try {
      SignedJWT jwt = new SignedJWT(header.build(), claims.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
