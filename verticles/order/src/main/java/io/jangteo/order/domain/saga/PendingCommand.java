package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.Step;
import java.time.Instant;

/**
 * The one command of a saga that is not answered yet.
 *
 * @param sentAt when it was sent for the first time
 * @param attempt how often it was repeated
 * @param wakeAt when to look again
 * @param round see {@link Effect.SendCommand}
 */
public record PendingCommand(
    Step step, Direction direction, Instant sentAt, int attempt, Instant wakeAt, int round) {

  PendingCommand(Step step, Direction direction, Instant sentAt) {
    this(step, direction, sentAt, 0, sentAt, 0);
  }

  PendingCommand repeated() {
    return new PendingCommand(step, direction, sentAt, attempt + 1, wakeAt, round);
  }

  PendingCommand wakingAt(Instant instant) {
    return new PendingCommand(step, direction, sentAt, attempt, instant, round);
  }

  /** The same, its repetitions counted from none again. */
  PendingCommand anew() {
    return new PendingCommand(step, direction, sentAt, 0, wakeAt, round);
  }

  PendingCommand ofRound(int number) {
    return new PendingCommand(step, direction, sentAt, attempt, wakeAt, number);
  }
}
