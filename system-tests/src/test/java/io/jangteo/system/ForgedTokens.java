package io.jangteo.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/**
 * Tokens that are wrong in exactly one thing. The real signing key is read from the member
 * database, so that a token can be expired or of another issuer and still be signed well.
 */
final class ForgedTokens {
  private final SignedJWT real;
  private final ECKey key;

  private ForgedTokens(SignedJWT real, ECKey key) {
    this.real = real;
    this.key = key;
  }

  static ForgedTokens like(Session session, DatabaseAccess memberDatabase) {
    try {
      SignedJWT real = SignedJWT.parse(session.token());
      return new ForgedTokens(real, signingKey(memberDatabase, real.getHeader().getKeyID()));
    } catch (IOException | ParseException | SQLException e) {
      throw new IllegalStateException("no token to forge from", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ECKey signingKey(DatabaseAccess access, String kid)
      throws SQLException, ParseException {
    try (Connection connection =
            DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
        PreparedStatement query =
            connection.prepareStatement("SELECT jwk FROM signing_keys WHERE kid = ?")) {
      query.setString(1, kid);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return ECKey.parse(rows.getString(1));
      }
    }
  }

  /** The same claims signed anew: the gateway must take this one, or the others prove nothing. */
  String genuine() {
    return signed(header(), claims().build());
  }

  String expired() {
    Instant now = Instant.now();
    return signed(
        header(),
        claims()
            .issueTime(Date.from(now.minusSeconds(1_000)))
            .expirationTime(Date.from(now.minusSeconds(100)))
            .build());
  }

  String ofIssuer(String issuer) {
    return signed(header(), claims().issuer(issuer).build());
  }

  String forAudience(String audience) {
    return signed(header(), claims().audience(audience).build());
  }

  /** Header and claims of a good token, no signature. */
  String unsigned() {
    String text = real.serialize();
    return text.substring(0, text.lastIndexOf('.') + 1);
  }

  String algorithmNone() {
    String header =
        base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"}");
    return header + "." + real.getPayload().toBase64URL() + ".";
  }

  /** Right key id, wrong key. */
  String byStranger() {
    try {
      ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();
      return signed(header(), claims().build(), new ECDSASigner(stranger));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key taken for a shared secret. */
  String hmacWithPublicKey() {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.HS256)
              .keyID(key.getKeyID())
              .type(new JOSEObjectType("at+jwt"))
              .build();
      byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
      return signed(header, claims().build(), new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private JWSHeader header() {
    return real.getHeader();
  }

  private JWTClaimsSet.Builder claims() {
    try {
      return new JWTClaimsSet.Builder(real.getJWTClaimsSet());
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(JWSHeader header, JWTClaimsSet claims) {
    try {
      return signed(header, claims, new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
