package io.jangteo.order.domain.saga;

/**
 * How far one step has come.
 *
 * @param answered whether the participant has said how doing it went; false means that it may or
 *     may not have happened
 */
public record StepProgress(Stage stage, boolean answered) {
  /** Recorded before the command is sent: a step is started as soon as it may have begun. */
  public enum Stage {
    IDLE,
    STARTED,
    DONE,
    REFUSED,
    UNDOING,
    UNDONE
  }

  static final StepProgress IDLE = new StepProgress(Stage.IDLE, false);
  static final StepProgress STARTED = new StepProgress(Stage.STARTED, false);
  static final StepProgress DONE = new StepProgress(Stage.DONE, true);
  static final StepProgress REFUSED = new StepProgress(Stage.REFUSED, true);

  StepProgress to(Stage next) {
    return new StepProgress(next, answered);
  }

  StepProgress answer() {
    return new StepProgress(stage, true);
  }

  /** Whether something may be in effect that an undo has to take back. */
  boolean needsUndo() {
    return stage == Stage.STARTED || stage == Stage.DONE;
  }
}
