package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Effect.Alarm;
import io.jangteo.order.domain.saga.Effect.Emit;
import io.jangteo.order.domain.saga.Effect.Record;
import io.jangteo.order.domain.saga.Effect.RefuseCancellation;
import io.jangteo.order.domain.saga.Effect.SendCommand;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaMessage.StepUndone;
import io.jangteo.order.domain.saga.SagaMessage.TimerFired;
import io.jangteo.order.domain.saga.SagaState.Phase;
import io.jangteo.order.domain.saga.StepProgress.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How an order goes forward, and back: a pure function from where it stands and what arrived to
 * where it stands then and what is to be done. Total: whatever arrives whenever, there is an
 * answer, and a message that has nothing to say to the present state changes nothing.
 */
public final class OrderSaga {
  private final SagaTimings timings;
  private final Jitter jitter;

  public OrderSaga(SagaTimings timings, Jitter jitter) {
    this.timings = timings;
    this.jitter = jitter;
  }

  /** The first decision: the order is accepted and its first command sent. */
  public Decision start(UUID orderId, OrderPlaced placed, Instant now) {
    SagaDefinition definition = SagaDefinition.LATEST;
    List<Effect> effects = new ArrayList<>(List.of(new Record(placed), new Emit(placed)));
    SagaState state = SagaState.begin(orderId, definition, now);
    return begin(state, definition.first(), now, effects);
  }

  /**
   * @param now the database's time, never this process's
   * @throws UnknownSagaVersionException when the instance keeps to a table this node does not have
   */
  public Decision decide(SagaState state, SagaMessage message, Instant now) {
    SagaDefinition definition = SagaDefinition.of(state.definition());
    if (message instanceof StepDone done) {
      return done(definition, state, done, now);
    }
    if (message instanceof StepRefused refused) {
      return refused(state, refused, now);
    }
    if (message instanceof StepUndone undone) {
      return undone(state, undone, now);
    }
    if (message instanceof TimerFired) {
      return woken(definition, state, now);
    }
    if (message instanceof SagaMessage.Intervention intervention) {
      return new SagaInterventions(this).decide(definition, state, intervention, now);
    }
    return cancel(definition, state, now);
  }

  private Decision done(SagaDefinition definition, SagaState state, StepDone done, Instant now) {
    Step step = done.step();
    return switch (state.phase()) {
      case FORWARD ->
          state.awaits(step, Direction.DO)
              ? forward(definition, state, done, now)
              : Decision.none(state);
      case COMPENSATING, COMPENSATED ->
          definition.line(step).undoable()
              ? doneTooLate(state, step)
              : takenAfterRefusal(state, step);
      case COMPLETED, PARKED -> Decision.none(state);
    };
  }

  private Decision forward(SagaDefinition definition, SagaState state, StepDone done, Instant now) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Record(StepEvents.done(done.step(), done.detail())));
    SagaState advanced = state.with(done.step(), StepProgress.DONE);
    Optional<SagaStep> next = definition.after(done.step());
    return next.isPresent()
        ? begin(advanced, next.get(), now, effects)
        : end(advanced.to(Phase.COMPLETED, null), new OrderEvent.OrderCompleted(), effects);
  }

  /**
   * The step turns out to have happened after its undo began. When the undo was answered before, it
   * may have overtaken the deed, so it is sent once more; and it is sent although the step was
   * refused before, because money or goods held by mistake are still held.
   */
  private Decision doneTooLate(SagaState state, Step step) {
    StepProgress progress = state.progress(step);
    SagaState known = state.with(step, progress.answer());
    return switch (progress.stage()) {
      case UNDOING -> Decision.none(known);
      case UNDONE ->
          progress.answered()
              ? Decision.none(state)
              : new Decision(known, List.of(new SendCommand(step, Direction.UNDO, true, 0)));
      case REFUSED -> {
        SagaState sent = state.with(step, progress.to(Stage.UNDONE)).counting();
        yield new Decision(
            sent, List.of(new SendCommand(step, Direction.UNDO, false, sent.commands())));
      }
      case IDLE, STARTED, DONE -> Decision.none(state);
    };
  }

  /** Cannot be undone by us, and must not go unseen. */
  private static Decision takenAfterRefusal(SagaState state, Step step) {
    if (state.progress(step).stage() != Stage.REFUSED) {
      return Decision.none(state);
    }
    SagaState known = state.with(step, StepProgress.DONE);
    return state.phase() == Phase.COMPENSATING
        ? park(known, StepEvents.CAPTURED_AFTER_REFUSAL)
        : new Decision(known.alarmed(), List.of(new Alarm(StepEvents.CAPTURED_AFTER_REFUSAL)));
  }

  private Decision refused(SagaState state, StepRefused refused, Instant now) {
    Step step = refused.step();
    if (state.awaits(step, Direction.DO)) {
      SagaState known = state.with(step, StepProgress.REFUSED);
      String reason = StepEvents.refusalReason(step);
      return step == Step.COMMIT
          ? park(known, reason)
          : compensate(known, reason, StepEvents.refused(step, refused.reason()), now);
    }
    StepProgress progress = state.progress(step);
    boolean undoBegan = progress.stage() == Stage.UNDOING || progress.stage() == Stage.UNDONE;
    return Decision.none(undoBegan ? state.with(step, progress.answer()) : state);
  }

  private Decision undone(SagaState state, StepUndone undone, Instant now) {
    Step step = undone.step();
    if (!state.awaits(step, Direction.UNDO)) {
      return Decision.none(state);
    }
    List<Effect> effects = new ArrayList<>(List.of(new Record(StepEvents.undone(step))));
    return backward(state.with(step, state.progress(step).to(Stage.UNDONE)), now, effects);
  }

  private Decision woken(SagaDefinition definition, SagaState state, Instant now) {
    if (state.wakeAt().isEmpty() || now.isBefore(state.wakeAt().get())) {
      return Decision.none(state);
    }
    if (beforePivot(definition, state) && !now.isBefore(deadline(state))) {
      boolean stepTooLong = !now.isBefore(stepDeadline(state.pending()));
      return compensate(
          state,
          stepTooLong ? StepEvents.timeoutReason(state.pending().step()) : StepEvents.ORDER_TIMEOUT,
          null,
          now);
    }
    return repeat(definition, state, now);
  }

  private Decision repeat(SagaDefinition definition, SagaState state, Instant now) {
    PendingCommand pending = state.pending();
    PendingCommand repeated = pending.repeated();
    List<Effect> effects = new ArrayList<>();
    effects.add(new SendCommand(pending.step(), pending.direction(), true, 0, pending.round()));
    SagaState told = state;
    boolean stuck = !beforePivot(definition, state) && !state.incident();
    if (stuck && repeated.attempt() >= timings.incidentAfter()) {
      told = state.alarmed();
      effects.add(new Alarm(pending.step() + " " + pending.direction() + " is not answered"));
    }
    return new Decision(waiting(definition, told.waitingFor(repeated), now), effects);
  }

  private Decision cancel(SagaDefinition definition, SagaState state, Instant now) {
    if (beforePivot(definition, state)) {
      OrderEvent asked = new OrderEvent.CancellationRequested();
      return compensate(state, StepEvents.CANCELLED, asked, now);
    }
    boolean cancelledBefore =
        state.phase() == Phase.COMPENSATED && StepEvents.CANCELLED.equals(state.reason());
    if (state.phase() == Phase.COMPENSATING || cancelledBefore) {
      return Decision.none(state);
    }
    String why = state.phase().terminal() ? "the order has ended" : "the payment is being taken";
    return new Decision(state, List.of(new RefuseCancellation(why)));
  }

  Decision compensate(SagaState state, String reason, OrderEvent cause, Instant now) {
    List<Effect> effects = new ArrayList<>();
    if (cause != null) {
      effects.add(new Record(cause));
    }
    effects.add(new Record(new OrderEvent.CompensationStarted(reason)));
    return backward(state.to(Phase.COMPENSATING, reason), now, effects);
  }

  /** Undoes what is left, the latest first, one after the other. */
  Decision backward(SagaState state, Instant now, List<Effect> effects) {
    Optional<Step> next = state.nextToUndo();
    if (next.isEmpty()) {
      SagaState ended = state.to(Phase.COMPENSATED, state.reason());
      return end(ended, new OrderEvent.OrderCompensated(state.reason()), effects);
    }
    StepProgress undoing = state.progress(next.get()).to(Stage.UNDOING);
    return send(state.with(next.get(), undoing), next.get(), Direction.UNDO, now, effects);
  }

  private Decision begin(SagaState state, SagaStep line, Instant now, List<Effect> effects) {
    SagaState begun = state.with(line.step(), StepProgress.STARTED);
    return send(begun, line.step(), Direction.DO, now, effects);
  }

  private Decision send(
      SagaState state, Step step, Direction direction, Instant now, List<Effect> effects) {
    SagaState sent = state.counting().waitingFor(new PendingCommand(step, direction, now));
    effects.add(new SendCommand(step, direction, false, sent.commands()));
    return new Decision(waiting(SagaDefinition.of(state.definition()), sent, now), effects);
  }

  private static Decision park(SagaState state, String reason) {
    List<Effect> effects = new ArrayList<>(List.of(new Alarm(reason)));
    SagaState parked = state.to(Phase.PARKED, reason).alarmed();
    return end(parked, new OrderEvent.OrderParked(reason), effects);
  }

  private static Decision end(SagaState state, OrderEvent event, List<Effect> effects) {
    effects.add(new Record(event));
    effects.add(new Emit(event));
    return new Decision(state, effects);
  }

  /** Sets the one instant at which the next thing is due: a repetition, or before it a deadline. */
  SagaState waiting(SagaDefinition definition, SagaState state, Instant now) {
    PendingCommand pending = state.pending();
    Duration pause = timings.pause(pending.direction(), pending.attempt());
    boolean firstDo = pending.attempt() == 0 && pending.direction() == Direction.DO;
    double fraction =
        firstDo ? 1 : jitter.fraction(state.orderId(), state.commands(), pending.attempt());
    Instant repeatAt = now.plusMillis(Math.max(1, (long) (pause.toMillis() * fraction)));
    boolean bounded = beforePivot(definition, state) && deadline(state).isBefore(repeatAt);
    return state.waitingFor(pending.wakingAt(bounded ? deadline(state) : repeatAt));
  }

  static boolean beforePivot(SagaDefinition definition, SagaState state) {
    return state.phase() == Phase.FORWARD && definition.line(state.pending().step()).undoable();
  }

  private Instant stepDeadline(PendingCommand pending) {
    return pending.sentAt().plus(timings.deadline(pending.step()));
  }

  private Instant deadline(SagaState state) {
    Instant sagaDeadline = state.startedAt().plus(timings.sagaDeadline());
    Instant stepDeadline = stepDeadline(state.pending());
    return sagaDeadline.isBefore(stepDeadline) ? sagaDeadline : stepDeadline;
  }
}
