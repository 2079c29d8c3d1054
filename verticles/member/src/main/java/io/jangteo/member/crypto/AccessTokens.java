package io.jangteo.member.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.jangteo.member.domain.Role;
import io.jangteo.runtime.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;

/** Writes access tokens as RFC 9068 has them: ES256, {@code typ} at+jwt, with a roles claim. */
public final class AccessTokens {
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private final String issuer;
  private final String audience;
  private final Duration lifetime;

  public AccessTokens(String issuer, String audience, Duration lifetime) {
    this.issuer = issuer;
    this.audience = audience;
    this.lifetime = lifetime;
  }

  /** From issue to expiry. */
  public Duration lifetime() {
    return lifetime;
  }

  /** A token for {@code subject}, good from {@code issuedAt}. */
  public String sign(SigningKey key, UUID subject, Set<Role> roles, Instant issuedAt) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.kid()).build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(subject.toString())
            .claim("roles", roles.stream().map(Role::wireName).sorted().toList())
            .issueTime(Date.from(issuedAt))
            .expirationTime(Date.from(issuedAt.plus(lifetime)))
            .jwtID(Ids.next().toString())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key.pair()));
    } catch (JOSEException e) {
      throw new IllegalStateException("signing key " + key.kid() + " cannot sign", e);
    }
    return token.serialize();
  }
}
