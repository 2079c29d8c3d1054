package io.jangteo.payment.domain;

import io.jangteo.contracts.Money;

/** What the order asks of its payment. */
public sealed interface Command {
  record Authorize(Money amount) implements Command {}

  record VoidHold() implements Command {}

  record Capture(Money amount) implements Command {}

  record Refund(Money amount) implements Command {}
}
