package io.jangteo.order.application;

import java.security.MessageDigest;
import java.util.UUID;

/** What was answered to an Idempotency-Key before. */
public record StoredAnswer(UUID orderId, byte[] fingerprint, String response) {
  /** Whether the same caller asked for the same; compared in constant time. */
  boolean answers(byte[] otherFingerprint) {
    return MessageDigest.isEqual(fingerprint, otherFingerprint);
  }
}
