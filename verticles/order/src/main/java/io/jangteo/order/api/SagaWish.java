package io.jangteo.order.api;

import io.jangteo.runtime.failure.FieldChecks;

/** The body of {@code resumeSaga} and {@code forceCompensation}: why. */
record SagaWish(String reason) {
  private static final int REASON_MAX = 500;

  SagaWish {
    new FieldChecks().text("/reason", reason, 1, REASON_MAX).throwIfAny();
  }
}
