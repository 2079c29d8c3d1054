package io.jangteo.gateway.docs;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A document of the gateway's own, kept in memory.
 *
 * @param etag strong validator, with its quotes
 */
public record Page(String contentType, Buffer body, String etag) {
  private static final int ETAG_BYTES = 12;

  public static Page of(String contentType, Buffer body) {
    return new Page(contentType, body, etag(body.getBytes()));
  }

  static Page ofText(String contentType, String body) {
    return of(contentType, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      byte[] prefix = Arrays.copyOf(digest, ETAG_BYTES);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(prefix) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
