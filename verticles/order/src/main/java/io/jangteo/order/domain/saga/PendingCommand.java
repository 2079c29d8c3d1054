package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.Step;
import java.time.Instant;

/**
 * The one command of a saga that is not answered yet.
 *
 * @param sentAt when it was sent for the first time
 * @param attempt how often it was repeated
 * @param wakeAt when to look again
 */
public record PendingCommand(
    Step step, Direction direction, Instant sentAt, int attempt, Instant wakeAt) {

  PendingCommand repeated() {
    return new PendingCommand(step, direction, sentAt, attempt + 1, wakeAt);
  }

  PendingCommand wakingAt(Instant instant) {
    return new PendingCommand(step, direction, sentAt, attempt, instant);
  }
}
