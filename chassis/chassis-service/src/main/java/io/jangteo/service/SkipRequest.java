package io.jangteo.service;

import io.jangteo.runtime.failure.FieldChecks;

/** The body of {@code skipParkedMessage}. */
record SkipRequest(String reason) {
  private static final int REASON_MAX = 500;

  SkipRequest {
    new FieldChecks().text("/reason", reason, 1, REASON_MAX).throwIfAny();
  }
}
