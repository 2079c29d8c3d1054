package io.jangteo.bus.caller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.Principal;
import io.jangteo.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;

/**
 * A key that lives in one process and nowhere else, and what it signs: compact JWS (RFC 7515) with
 * Ed25519. A signature takes up to 0.4 ms of CPU.
 */
public final class AssertionKey {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final PrivateKey privateKey;
  private final byte[] publicKey;
  private final AssertionHeader header;

  private AssertionKey(KeyPair pair) {
    this.privateKey = pair.getPrivate();
    byte[] encoded = pair.getPublic().getEncoded();
    this.publicKey =
        Arrays.copyOfRange(encoded, encoded.length - AnnouncedKeys.KEY_BYTES, encoded.length);
    this.header = AssertionHeader.of(publicKey);
  }

  /** A new one, different from any other. */
  public static AssertionKey generate() {
    try {
      return new AssertionKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /** What others need to check its signatures, as a JWK (RFC 8037). */
  ObjectNode publicJwk() {
    return Json.LENIENT
        .createObjectNode()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("kid", header.keyId())
        .put("x", TEXT.encodeToString(publicKey));
  }

  /**
   * Says that {@code caller} is who asks.
   *
   * @param issuer the instance that vouches for it
   * @param audience the services it is said to
   * @param issuedAt seconds since 1970
   * @param expiresAt the same, soon
   */
  public String sign(
      String issuer, Principal caller, Collection<String> audience, long issuedAt, long expiresAt) {
    ObjectNode claims = Json.LENIENT.createObjectNode().put("iss", issuer);
    audience.forEach(claims.putArray("aud")::add);
    claims.put("sub", caller.sub().toString());
    caller.roles().forEach(claims.putArray("roles")::add);
    claims.put("iat", issuedAt).put("exp", expiresAt);
    String input = header.encoded() + "." + TEXT.encodeToString(Json.encode(claims).getBytes());
    return input + "." + TEXT.encodeToString(signature(input));
  }

  private byte[] signature(String input) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(privateKey);
      signer.update(input.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of ours cannot sign", e);
    }
  }
}
