package io.jangteo.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;

/**
 * A published key and the one algorithm it is good for, which follows from its kind: no header of a
 * token can have it used with another.
 */
public record TokenKey(String algorithm, JWK jwk) {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 4096;

  /** Empty for a key that is for something else, too weak, or of no accepted algorithm. */
  static Optional<TokenKey> of(JWK jwk, Set<String> accepted) {
    String algorithm = algorithm(jwk);
    boolean usable =
        algorithm != null
            && accepted.contains(algorithm)
            && jwk.getKeyID() != null
            && !jwk.isPrivate()
            && (jwk.getAlgorithm() == null || algorithm.equals(jwk.getAlgorithm().getName()))
            && (jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse()));
    return usable ? Optional.of(new TokenKey(algorithm, jwk)) : Optional.empty();
  }

  private static String algorithm(JWK jwk) {
    if (jwk instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
      return "ES256";
    }
    if (jwk instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS && rsa.size() <= MAX_RSA_BITS) {
      return "RS256";
    }
    return jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())
        ? "EdDSA"
        : null;
  }

  /** Whether it signed; up to a third of a millisecond. */
  boolean signed(byte[] input, Base64URL signature) {
    try {
      if (jwk instanceof ECKey ec) {
        return new ECDSAVerifier(ec).verify(new JWSHeader(JWSAlgorithm.ES256), input, signature);
      }
      if (jwk instanceof RSAKey rsa) {
        return new RSASSAVerifier(rsa).verify(new JWSHeader(JWSAlgorithm.RS256), input, signature);
      }
      return signedWithEd25519((OctetKeyPair) jwk, input, signature.decode());
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean signedWithEd25519(OctetKeyPair pair, byte[] input, byte[] signature)
      throws GeneralSecurityException {
    byte[] bytes = pair.getX().decode();
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[i] = bytes[bytes.length - 1 - i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
    verifier.update(input);
    return verifier.verify(signature);
  }
}
