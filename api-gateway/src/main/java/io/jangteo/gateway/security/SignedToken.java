package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A compact JWS taken apart, its signature not yet judged. The header may hold {@code alg}, {@code
 * kid} and {@code typ} and nothing else: a header cannot bring or point to a key.
 */
final class SignedToken {
  private static final int MAX_LENGTH = 4096;
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]{1,1024}\\.[A-Za-z0-9_-]{1,4000}\\.[A-Za-z0-9_-]{86}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> HEADER_FIELDS = Set.of("alg", "kid", "typ");
  private static final JWSHeader ES256 = new JWSHeader(JWSAlgorithm.ES256);

  private final String keyId;
  private final byte[] signingInput;
  private final Base64URL signature;
  private final byte[] payload;

  private SignedToken(String keyId, byte[] signingInput, Base64URL signature, byte[] payload) {
    this.keyId = keyId;
    this.signingInput = signingInput;
    this.signature = signature;
    this.payload = payload;
  }

  static SignedToken parse(String text) throws InvalidTokenException {
    if (text.length() > MAX_LENGTH || !COMPACT.matcher(text).matches()) {
      throw new InvalidTokenException("The access token is malformed");
    }
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    JsonNode header = json(decode(text.substring(0, first)));
    checkHeader(header);
    return new SignedToken(
        header.get("kid").textValue(),
        text.substring(0, last).getBytes(StandardCharsets.US_ASCII),
        new Base64URL(text.substring(last + 1)),
        decode(text.substring(first + 1, last)));
  }

  private static void checkHeader(JsonNode header) throws InvalidTokenException {
    boolean known =
        header.properties().stream().allMatch(field -> HEADER_FIELDS.contains(field.getKey()));
    if (!known
        || !"ES256".equals(header.path("alg").textValue())
        || !"at+jwt".equals(header.path("typ").textValue())
        || !KEY_ID.matcher(header.path("kid").asText()).matches()
        || !header.path("kid").isTextual()) {
      throw new InvalidTokenException("The access token is not of the accepted kind");
    }
  }

  String keyId() {
    return keyId;
  }

  /** The claims, if the signature is that of the verifier's key; takes about 0.3 ms of CPU. */
  JsonNode verify(JWSVerifier verifier) throws InvalidTokenException {
    try {
      if (verifier.verify(ES256, signingInput, signature)) {
        return json(payload);
      }
    } catch (JOSEException e) {
      // Refused below, like a signature that does not match.
    }
    throw new InvalidTokenException("The access token's signature is not valid");
  }

  private static byte[] decode(String part) throws InvalidTokenException {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new InvalidTokenException("The access token is malformed");
    }
  }

  private static JsonNode json(byte[] bytes) throws InvalidTokenException {
    try {
      JsonNode node = Json.STRICT.readTree(bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      // Refused below, like JSON that is no object.
    }
    throw new InvalidTokenException("The access token is malformed");
  }
}
