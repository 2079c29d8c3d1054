package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Effect.Record;
import io.jangteo.order.domain.saga.Effect.RefuseIntervention;
import io.jangteo.order.domain.saga.Effect.SendCommand;
import io.jangteo.order.domain.saga.SagaMessage.CompensationOrdered;
import io.jangteo.order.domain.saga.SagaMessage.Intervention;
import io.jangteo.order.domain.saga.SagaMessage.SkipOrdered;
import io.jangteo.order.domain.saga.SagaState.Phase;
import io.jangteo.order.domain.saga.StepProgress.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an operator may do to a saga. Nothing here can take money twice, give goods away or leave
 * money held: a step is asked for under its old id, or, when it was refused for good, under a new
 * one; only the undo of goods can be skipped; and undoing begins before the pivot or never.
 */
final class SagaInterventions {
  /** A person can see to goods. Money is held or taken until the payment service says otherwise. */
  private static final Set<Step> SKIPPABLE = EnumSet.of(Step.RESERVE, Step.SCHEDULE);

  private final OrderSaga saga;

  SagaInterventions(OrderSaga saga) {
    this.saga = saga;
  }

  Decision decide(
      SagaDefinition definition, SagaState state, Intervention intervention, Instant now) {
    if (state.phase() == Phase.COMPLETED || state.phase() == Phase.COMPENSATED) {
      return refuse(state, "the order has ended");
    }
    if (intervention instanceof SkipOrdered skip) {
      return skip(state, skip.step(), now);
    }
    if (intervention instanceof CompensationOrdered) {
      return compensate(definition, state, now);
    }
    return state.phase() == Phase.PARKED
        ? resumeParked(definition, state, now)
        : askNow(definition, state, now);
  }

  /** What was refused is asked for in a new command: the old one would be answered as before. */
  private Decision resumeParked(SagaDefinition definition, SagaState state, Instant now) {
    if (state.progress(Step.COMMIT).stage() != Stage.REFUSED) {
      return refuse(state, "money was taken after its refusal: it has to be given back by hand");
    }
    SagaState begun =
        state.to(Phase.FORWARD, null).calmed().with(Step.COMMIT, StepProgress.STARTED).counting();
    int round = begun.commands();
    PendingCommand pending = new PendingCommand(Step.COMMIT, Direction.DO, now).ofRound(round);
    return new Decision(
        saga.waiting(definition, begun.waitingFor(pending), now),
        List.of(
            new Record(new OrderEvent.OrderResumed()),
            new SendCommand(Step.COMMIT, Direction.DO, false, round, round)));
  }

  /**
   * The same command under its id, as if it had not been repeated before. One that may be older
   * than what the outbox keeps is written anew; before the pivot none is, and not all that it says
   * is at hand.
   */
  private Decision askNow(SagaDefinition definition, SagaState state, Instant now) {
    PendingCommand pending = state.pending().anew();
    boolean kept = OrderSaga.beforePivot(definition, state);
    SagaState counted = kept ? state : state.counting();
    SendCommand command =
        new SendCommand(
            pending.step(),
            pending.direction(),
            kept,
            kept ? 0 : counted.commands(),
            pending.round());
    return new Decision(
        saga.waiting(definition, counted.calmed().waitingFor(pending), now), List.of(command));
  }

  private Decision skip(SagaState state, Step step, Instant now) {
    if (!SKIPPABLE.contains(step)) {
      return refuse(state, step + " is never skipped: only the undo of RESERVE or SCHEDULE is");
    }
    if (!state.awaits(step, Direction.UNDO)) {
      return refuse(state, "the order does not wait for the undo of " + step);
    }
    List<Effect> effects = new ArrayList<>(List.of(new Record(StepEvents.skipped(step))));
    SagaState skipped = state.calmed().with(step, state.progress(step).to(Stage.UNDONE));
    return saga.backward(skipped, now, effects);
  }

  private Decision compensate(SagaDefinition definition, SagaState state, Instant now) {
    if (state.phase() == Phase.COMPENSATING) {
      return Decision.none(state);
    }
    return OrderSaga.beforePivot(definition, state)
        ? saga.compensate(state, StepEvents.FORCED, new OrderEvent.CompensationForced(), now)
        : refuse(state, "from the capture of the payment on an order only goes forward");
  }

  private static Decision refuse(SagaState state, String reason) {
    return new Decision(state, List.of(new RefuseIntervention(reason)));
  }
}
