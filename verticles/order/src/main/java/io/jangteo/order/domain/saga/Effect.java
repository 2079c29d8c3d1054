package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.Step;

/** What a decision wants done, in this order, in the transaction that stores its state. */
public sealed interface Effect {
  /**
   * A command to a participant.
   *
   * @param repeated whether the same command, under the same id, was sent before
   * @param sequence which of the saga's commands it is, from 1; a repeated one keeps its old place
   *     and this is 0
   * @param round tells a step that is asked for once more after its refusal from the first time: 0
   *     for that, else the sequence of the new command
   */
  record SendCommand(Step step, Direction direction, boolean repeated, int sequence, int round)
      implements Effect {
    /** For the first round. */
    public SendCommand(Step step, Direction direction, boolean repeated, int sequence) {
      this(step, direction, repeated, sequence, 0);
    }
  }

  /** One more event of the order. */
  record Record(OrderEvent event) implements Effect {}

  /** Tells the other services of the event recorded just before. */
  record Emit(OrderEvent event) implements Effect {}

  /** A person must look at it. */
  record Alarm(String reason) implements Effect {}

  /** What an operator wants cannot be; nothing changed. */
  record RefuseIntervention(String reason) implements Effect {}

  /** It is too late to cancel; nothing changed. */
  record RefuseCancellation(String reason) implements Effect {}
}
