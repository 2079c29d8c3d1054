package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.Step;

/** What can reach a saga. */
public sealed interface SagaMessage {
  /**
   * The participant has done the step.
   *
   * @param detail what the order's history shall tell of it, such as a tracking code; may be null
   */
  record StepDone(Step step, String detail) implements SagaMessage {}

  /** The participant has not done the step and never will. */
  record StepRefused(Step step, String reason) implements SagaMessage {}

  /** Nothing of the step is in effect and nothing will be. */
  record StepUndone(Step step) implements SagaMessage {}

  /** The instant the saga asked to be woken at may have come. */
  record TimerFired() implements SagaMessage {}

  /** The buyer no longer wants the order. */
  record CancellationRequested() implements SagaMessage {}
}
