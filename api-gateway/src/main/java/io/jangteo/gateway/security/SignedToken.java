package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.util.Base64URL;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A compact JWS taken apart, its signature not yet judged. The header may hold {@code alg}, {@code
 * kid}, {@code typ} and a certificate's fingerprint, which nothing is done with, and nothing else:
 * a header cannot bring or point to a key.
 */
final class SignedToken {
  private static final int MAX_LENGTH = 4096;
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]{1,1024}\\.[A-Za-z0-9_-]{1,4000}\\.[A-Za-z0-9_-]{86,684}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> HEADER_FIELDS = Set.of("alg", "kid", "typ", "x5t");

  private final JsonNode header;
  private final byte[] signingInput;
  private final Base64URL signature;
  private final JsonNode claims;

  private SignedToken(JsonNode header, byte[] signingInput, Base64URL signature, JsonNode claims) {
    this.header = header;
    this.signingInput = signingInput;
    this.signature = signature;
    this.claims = claims;
  }

  static SignedToken parse(String text) throws InvalidTokenException {
    if (text.length() > MAX_LENGTH || !COMPACT.matcher(text).matches()) {
      throw malformed();
    }
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    JsonNode header = json(decode(text.substring(0, first)));
    checkHeader(header);
    return new SignedToken(
        header,
        text.substring(0, last).getBytes(StandardCharsets.US_ASCII),
        new Base64URL(text.substring(last + 1)),
        json(decode(text.substring(first + 1, last))));
  }

  private static void checkHeader(JsonNode header) throws InvalidTokenException {
    boolean known =
        header.properties().stream()
            .allMatch(
                field -> HEADER_FIELDS.contains(field.getKey()) && field.getValue().isTextual());
    if (!known || !KEY_ID.matcher(header.path("kid").asText()).matches()) {
      throw otherKind();
    }
  }

  String keyId() {
    return header.path("kid").textValue();
  }

  /** Who the token says issued it; empty if it does not. */
  String issuer() {
    return claims.path("iss").isTextual() ? claims.path("iss").textValue() : "";
  }

  /** Whether it is what tokens of that issuer are. */
  void requireKindOf(Issuer issuer) throws InvalidTokenException {
    if (!issuer.algorithms().contains(header.path("alg").asText())
        || !issuer.types().contains(header.path("typ").asText())) {
      throw otherKind();
    }
  }

  /** The claims, if the signature is that key's, made in its way. */
  JsonNode verify(TokenKey key) throws InvalidTokenException {
    if (key.algorithm().equals(header.path("alg").textValue())
        && key.signed(signingInput, signature)) {
      return claims;
    }
    throw new InvalidTokenException("The access token's signature is not valid");
  }

  private static byte[] decode(String part) throws InvalidTokenException {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw malformed();
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
    throw malformed();
  }

  private static InvalidTokenException malformed() {
    return new InvalidTokenException("The access token is malformed");
  }

  private static InvalidTokenException otherKind() {
    return new InvalidTokenException("The access token is not of the accepted kind");
  }
}
