package io.jangteo.payment.domain;

import io.jangteo.contracts.Money;

/** What a command is answered with. */
public sealed interface Reply {
  record Authorized(Money amount) implements Reply {}

  record Declined(String reason) implements Reply {}

  record Voided() implements Reply {}

  record Captured(Money amount) implements Reply {}

  record CaptureRefused(String reason) implements Reply {}

  record Refunded(Money amount) implements Reply {}
}
