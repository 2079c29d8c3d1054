package io.jangteo.inventory.domain;

import static io.jangteo.inventory.domain.Decision.Answer.COMMIT_REFUSED;
import static io.jangteo.inventory.domain.Decision.Answer.SILENCE;
import static io.jangteo.inventory.domain.Decision.Answer.UNAVAILABLE;

import io.jangteo.inventory.domain.Decision.Answer;
import io.jangteo.inventory.domain.Decision.Outcome;

/**
 * Where the reservation of one order stands. Commands may come twice, late or before the one they
 * undo; {@link #on} is total over all of that.
 *
 * @param reason why nothing is held; null when something is or was sold
 * @param lines how many lines are known; 0 when it was released before it was ever reserved
 * @param version answers given so far
 */
public record Reservation(State state, Reason reason, int lines, long version) {

  /** The first is never stored: it is the absence of a row. */
  public enum State {
    UNSEEN,
    HELD,
    COMMITTED,
    RELEASED,
    REFUSED
  }

  /** Why nothing is held. The text is part of the messages. */
  public enum Reason {
    OUT_OF_STOCK("out-of-stock"),
    RELEASED("released"),
    EXPIRED("expired"),
    NEVER_RESERVED("never-reserved");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public static final Reservation UNSEEN = new Reservation(State.UNSEEN, null, 0, 0);

  /** What the command leads to from here. */
  public Decision on(Command command) {
    return switch (command) {
      case RESERVE -> reserve();
      case COMMIT -> commit();
      case RELEASE -> release();
    };
  }

  private Decision reserve() {
    return switch (state) {
      case UNSEEN ->
          Decision.of(
              Movement.HOLD,
              new Outcome(State.HELD, null, Answer.RESERVED),
              new Outcome(State.REFUSED, Reason.OUT_OF_STOCK, UNAVAILABLE));
      case HELD, COMMITTED -> stay(Answer.RESERVED);
      case RELEASED, REFUSED -> stay(UNAVAILABLE);
    };
  }

  /**
   * After the pivot the order can only go forward: goods whose reservation has run out are taken
   * from what is free now, and only when that fails a person must decide.
   */
  private Decision commit() {
    return switch (state) {
      case UNSEEN ->
          Decision.of(
              Movement.NONE, new Outcome(State.REFUSED, Reason.NEVER_RESERVED, COMMIT_REFUSED));
      case HELD ->
          Decision.of(Movement.TAKE_HELD, new Outcome(State.COMMITTED, null, Answer.COMMITTED));
      case COMMITTED -> stay(Answer.COMMITTED);
      case RELEASED ->
          lines == 0
              ? stay(COMMIT_REFUSED)
              : Decision.of(
                  Movement.TAKE_FREE,
                  new Outcome(State.COMMITTED, null, Answer.COMMITTED),
                  new Outcome(State.RELEASED, reason, COMMIT_REFUSED));
      case REFUSED -> stay(COMMIT_REFUSED);
    };
  }

  /** What was sold is not given back here: that is a return, and the saga never asks for it. */
  private Decision release() {
    Outcome released = new Outcome(State.RELEASED, Reason.RELEASED, Answer.RELEASED);
    return switch (state) {
      case UNSEEN -> Decision.of(Movement.NONE, released);
      case HELD -> Decision.of(Movement.GIVE_BACK, released);
      case RELEASED, REFUSED -> stay(Answer.RELEASED);
      case COMMITTED -> stay(SILENCE);
    };
  }

  private Decision stay(Answer answer) {
    return Decision.of(Movement.NONE, new Outcome(state, reason, answer));
  }
}
