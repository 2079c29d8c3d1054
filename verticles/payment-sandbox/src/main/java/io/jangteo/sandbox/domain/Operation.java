package io.jangteo.sandbox.domain;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What was decided under one idempotency key. Never changes.
 *
 * @param id also the id of the authorisation or capture it made
 * @param fingerprint tells whether a later request with this key asks for the same thing
 * @param authorizationId null when declined or blocked
 * @param reason null unless declined
 */
public record Operation(
    UUID id,
    String key,
    Kind kind,
    Outcome outcome,
    String fingerprint,
    UUID authorizationId,
    Long amountMinor,
    String currency,
    String reason,
    OffsetDateTime recordedAt) {

  /** What was asked for. */
  public enum Kind {
    AUTHORIZE,
    VOID,
    CAPTURE,
    REFUND,
    BLOCK
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    DECLINED,
    BLOCKED
  }
}
