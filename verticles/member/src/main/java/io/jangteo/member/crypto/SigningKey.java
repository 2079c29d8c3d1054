package io.jangteo.member.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.util.Map;

/** An ES256 key pair under a key id, kept as a JWK. */
public final class SigningKey {
  private final ECKey pair;

  private SigningKey(ECKey pair) {
    this.pair = pair;
  }

  /** A new pair; its id is its RFC 7638 thumbprint. */
  public static SigningKey generate() {
    try {
      return new SigningKey(
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("a P-256 key pair cannot be made on this platform", e);
    }
  }

  /** Reads what {@link #secretJwk} wrote. */
  public static SigningKey parse(String secretJwk) {
    try {
      return new SigningKey(ECKey.parse(secretJwk));
    } catch (ParseException e) {
      throw new IllegalStateException("a stored signing key is unreadable", e);
    }
  }

  public String kid() {
    return pair.getKeyID();
  }

  /** With the private part: for the database and nothing else. */
  public String secretJwk() {
    return pair.toJSONString();
  }

  /** What verifiers need, as a JSON object. */
  public Map<String, Object> publicJwk() {
    return pair.toPublicJWK().toJSONObject();
  }

  ECKey pair() {
    return pair;
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid() + "]";
  }
}
