package io.jangteo.order.domain.saga;

import io.jangteo.contracts.MessageType;
import io.jangteo.order.domain.Step;

/**
 * One line of a {@link SagaDefinition}.
 *
 * @param command what is asked of the participant, who owns that type
 * @param undo how it is taken back; null when it cannot be
 * @param way on which side of the pivot it lies
 */
public record SagaStep(Step step, MessageType<?> command, MessageType<?> undo, Way way) {
  /** Up to the pivot an order can still be undone; from its command on it only goes forward. */
  public enum Way {
    UNDOABLE,
    PIVOT,
    FORWARD_ONLY
  }

  static SagaStep step(Step step, MessageType<?> command, MessageType<?> undo) {
    return new SagaStep(step, command, undo, Way.UNDOABLE);
  }

  static SagaStep pivot(Step step, MessageType<?> command) {
    return new SagaStep(step, command, null, Way.PIVOT);
  }

  static SagaStep forwardOnly(Step step, MessageType<?> command) {
    return new SagaStep(step, command, null, Way.FORWARD_ONLY);
  }

  /** The service that is asked. */
  public String participant() {
    return command.owner();
  }

  public MessageType<?> command(Direction direction) {
    return direction == Direction.DO ? command : undo;
  }

  public boolean undoable() {
    return way == Way.UNDOABLE;
  }
}
