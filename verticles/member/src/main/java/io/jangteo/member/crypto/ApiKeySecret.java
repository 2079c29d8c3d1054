package io.jangteo.member.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a machine client shows: 256 random bits behind a prefix by which scanners of source code
 * know it. We keep its SHA-256; a slow hash like that of passwords would cost every request and
 * protect nothing, because nobody can try out 2^256 secrets.
 */
public record ApiKeySecret(String text) {
  private static final String PREFIX = "jk_";
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static ApiKeySecret generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new ApiKeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What is stored, and what the gateway asks for; 32 bytes. */
  public byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Never the secret: this may end up in a log. */
  @Override
  public String toString() {
    return "ApiKeySecret[***]";
  }
}
