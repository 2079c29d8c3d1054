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
   */
  record SendCommand(Step step, Direction direction, boolean repeated, int sequence)
      implements Effect {}

  /** One more event of the order. */
  record Record(OrderEvent event) implements Effect {}

  /** Tells the other services of the event recorded just before. */
  record Emit(OrderEvent event) implements Effect {}

  /** A person must look at it. */
  record Alarm(String reason) implements Effect {}

  /** It is too late to cancel; nothing changed. */
  record RefuseCancellation(String reason) implements Effect {}
}
