package io.jangteo.payment.domain;

import io.jangteo.contracts.Money;

/** What a decision causes, in the order given. */
public sealed interface Effect {
  /** The command waits for the end of {@code step}. */
  record Await(Step step) implements Effect {}

  /** The provider is to be called, until its answer is known. */
  record Call(Step step, Money amount) implements Effect {}

  /** The call that is under way should find its end soon. */
  record Hasten(Step step) implements Effect {}

  /** The command is answered. */
  record Answer(Reply reply) implements Effect {}

  /** Every command that waits for {@code step} is answered. */
  record AnswerWaiting(Step step, Reply reply) implements Effect {}

  /** The ledger gains an entry. */
  record Post(LedgerEntry entry) implements Effect {}
}
