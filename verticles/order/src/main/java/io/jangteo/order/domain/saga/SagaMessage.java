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

  /** What an operator wants; who and why is written down elsewhere. */
  sealed interface Intervention extends SagaMessage {}

  /** What is waited for is to be asked for now, or what was refused at the end once more. */
  record ResumeOrdered() implements Intervention {}

  /** The undo of that step is to count as done, though its participant does not say so. */
  record SkipOrdered(Step step) implements Intervention {}

  /** The order is to be undone. */
  record CompensationOrdered() implements Intervention {}
}
