package io.jangteo.order.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.SagaMessage.CancellationRequested;
import io.jangteo.order.domain.saga.SagaMessage.CompensationOrdered;
import io.jangteo.order.domain.saga.SagaMessage.ResumeOrdered;
import io.jangteo.order.domain.saga.SagaMessage.SkipOrdered;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaMessage.StepUndone;
import io.jangteo.order.domain.saga.SagaMessage.TimerFired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What must hold however operators meddle. */
class SagaInterventionsPropertiesTest {
  private static final OrderSaga SAGA = new OrderSaga(SagaTimings.DEFAULTS, Jitter.HASHED);

  @Provide
  Arbitrary<List<SagaMessage>> messages() {
    Arbitrary<Step> steps = Arbitraries.of(Step.class);
    return Arbitraries.<SagaMessage>frequencyOf(
            Tuple.of(14, steps.map(step -> new StepDone(step, null))),
            Tuple.of(2, steps.map(step -> new StepRefused(step, "no"))),
            Tuple.of(4, steps.map(StepUndone::new)),
            Tuple.of(2, Arbitraries.of(new TimerFired())),
            Tuple.of(1, Arbitraries.of(new CancellationRequested())),
            Tuple.of(3, Arbitraries.of(new ResumeOrdered())),
            Tuple.of(3, steps.map(SkipOrdered::new)),
            Tuple.of(1, Arbitraries.of(new CompensationOrdered())))
        .list()
        .ofMaxSize(60);
  }

  private static List<Decision> run(List<SagaMessage> messages) {
    Instant now = SagaScenario.START;
    List<Decision> decisions = new ArrayList<>();
    decisions.add(SAGA.start(SagaScenario.ORDER, SagaScenario.PLACED, now));
    for (SagaMessage message : messages) {
      now = now.plusSeconds(1);
      SagaState state = decisions.get(decisions.size() - 1).state();
      decisions.add(SAGA.decide(state, message, now));
    }
    return decisions;
  }

  private static <T extends Effect> List<T> effects(List<Decision> decisions, Class<T> type) {
    return decisions.stream()
        .flatMap(decision -> decision.effects().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Property(tries = 3000)
  void everyHistoryIsLegalAndEndsWhereTheSagaDoes(@ForAll("messages") List<SagaMessage> messages) {
    List<Decision> decisions = run(messages);
    List<OrderEvent> events =
        effects(decisions, Effect.Record.class).stream().map(Effect.Record::event).toList();

    OrderState order = OrderState.of(events);

    SagaState end = decisions.get(decisions.size() - 1).state();
    assertThat(order.status().terminal()).isEqualTo(end.phase().terminal());
    assertThat(order.reason()).isEqualTo(end.reason());
  }

  @Property(tries = 3000)
  void moneyIsAskedForUnderOneIdAndNothingIsUndoneAfterItsCapture(
      @ForAll("messages") List<SagaMessage> messages) {
    boolean captured = false;
    for (Decision decision : run(messages)) {
      for (Effect effect : decision.effects()) {
        if (effect instanceof Effect.SendCommand command) {
          boolean commit = command.step() == Step.COMMIT;
          assertThat(commit || command.round() == 0).as("%s", command).isTrue();
          assertThat(captured && command.direction() == Direction.UNDO).isFalse();
        }
        captured |=
            effect instanceof Effect.Record record
                && record.event() instanceof OrderEvent.PaymentCaptured;
      }
    }
  }

  @Property(tries = 2000)
  void everyDifferentCommandHasItsOwnSequence(@ForAll("messages") List<SagaMessage> messages) {
    assertThat(
            effects(run(messages), Effect.SendCommand.class).stream()
                .filter(command -> !command.repeated())
                .map(Effect.SendCommand::sequence))
        .doesNotHaveDuplicates();
  }
}
