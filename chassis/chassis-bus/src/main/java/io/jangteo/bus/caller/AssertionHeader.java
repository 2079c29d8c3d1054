package io.jangteo.bus.caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The first part of an assertion. There is one for each key and it is compared as text, so that an
 * assertion cannot choose an algorithm or bring anything else with it.
 */
record AssertionHeader(String keyId, String encoded) {
  private static final String TYPE = "jangteo-caller+jwt";
  private static final int KEY_ID_BYTES = 12;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{16}");
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  static AssertionHeader of(byte[] publicKey) {
    return of(TEXT.encodeToString(java.util.Arrays.copyOf(sha256(publicKey), KEY_ID_BYTES)));
  }

  private static AssertionHeader of(String keyId) {
    String json = "{\"alg\":\"EdDSA\",\"typ\":\"" + TYPE + "\",\"kid\":\"" + keyId + "\"}";
    return new AssertionHeader(
        keyId, TEXT.encodeToString(json.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whether some key of ours could have this header. */
  static boolean isWellFormed(String encoded) {
    try {
      JsonNode kid = Json.STRICT.readTree(Base64.getUrlDecoder().decode(encoded)).path("kid");
      return kid.isTextual()
          && KEY_ID.matcher(kid.textValue()).matches()
          && of(kid.textValue()).encoded().equals(encoded);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
