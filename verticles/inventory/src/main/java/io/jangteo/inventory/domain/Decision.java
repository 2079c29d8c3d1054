package io.jangteo.inventory.domain;

import io.jangteo.inventory.domain.Reservation.Reason;
import io.jangteo.inventory.domain.Reservation.State;

/**
 * What a command leads to: a movement of stock, and an outcome for either way it can go.
 *
 * @param done when the movement was made
 * @param lacking when it could not be made; the same as {@code done} unless the movement
 *     {@linkplain Movement#isConditional() is conditional}
 */
public record Decision(Movement movement, Outcome done, Outcome lacking) {

  /** What the order is told. */
  public enum Answer {
    RESERVED,
    UNAVAILABLE,
    COMMITTED,
    COMMIT_REFUSED,
    RELEASED,
    /** Nothing: the command makes no sense here, and any answer would be a false one. */
    SILENCE
  }

  /** Where the reservation stands afterwards, and what is said about it. */
  public record Outcome(State state, Reason reason, Answer answer) {}

  static Decision of(Movement movement, Outcome done) {
    return new Decision(movement, done, done);
  }

  static Decision of(Movement movement, Outcome done, Outcome lacking) {
    return new Decision(movement, done, lacking);
  }
}
