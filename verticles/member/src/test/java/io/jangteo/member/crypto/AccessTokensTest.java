package io.jangteo.member.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.jangteo.member.domain.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final UUID SUBJECT = UUID.fromString("0191e5a0-0000-7000-8000-000000000001");
  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
  private static final AccessTokens TOKENS =
      new AccessTokens("jangteo", "jangteo-api", Duration.ofMinutes(15));

  private final SigningKey key = SigningKey.generate();

  @Test
  void tokenVerifiesWithThePublishedHalfOfItsKey() throws Exception {
    SignedJWT token = sign(key);
    JWK published = JWK.parse(key.publicJwk());

    assertThat(published.isPrivate()).isFalse();
    assertThat(token.verify(new ECDSAVerifier(published.toECKey()))).isTrue();
    assertThat(token.verify(new ECDSAVerifier(SigningKey.generate().pair()))).isFalse();
  }

  @Test
  void tokenSaysWhatItIsAndWhichKeySignedIt() throws Exception {
    SignedJWT token = sign(key);

    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
    assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(token.getHeader().getKeyID()).isEqualTo(key.kid()).matches("[A-Za-z0-9_-]{1,64}");
  }

  @Test
  void claimsAreThoseTheGatewayChecks() throws Exception {
    JWTClaimsSet claims = sign(key).getJWTClaimsSet();

    assertThat(claims.getIssuer()).isEqualTo("jangteo");
    assertThat(claims.getAudience()).containsExactly("jangteo-api");
    assertThat(claims.getSubject()).isEqualTo(SUBJECT.toString());
    assertThat(claims.getStringListClaim("roles")).containsExactly("customer", "merchant");
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(ISSUED);
    assertThat(claims.getExpirationTime().toInstant()).isEqualTo(ISSUED.plusSeconds(900));
    assertThat(claims.getJWTID()).isNotBlank();
  }

  @Test
  void keyReadsBackFromWhatIsStored() throws Exception {
    SigningKey stored = SigningKey.parse(key.secretJwk());

    assertThat(sign(stored).verify(new ECDSAVerifier(key.pair().toPublicJWK()))).isTrue();
    assertThat(key.toString()).doesNotContain("\"d\"");
  }

  private static SignedJWT sign(SigningKey key) throws Exception {
    return SignedJWT.parse(TOKENS.sign(key, SUBJECT, Set.of(Role.MERCHANT, Role.CUSTOMER), ISSUED));
  }
}
