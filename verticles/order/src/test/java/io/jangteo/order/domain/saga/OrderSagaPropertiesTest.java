package io.jangteo.order.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Effect.Record;
import io.jangteo.order.domain.saga.Effect.SendCommand;
import io.jangteo.order.domain.saga.SagaMessage.CancellationRequested;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaMessage.StepUndone;
import io.jangteo.order.domain.saga.SagaMessage.TimerFired;
import io.jangteo.order.domain.saga.SagaState.Phase;
import io.jangteo.order.domain.saga.StepProgress.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What must hold whatever arrives, in whatever order, how often and how late ever. */
class OrderSagaPropertiesTest {
  private static final OrderSaga SAGA = new OrderSaga(SagaTimings.DEFAULTS, Jitter.HASHED);

  /** Something that arrives, and how long after the one before. */
  record Arrival(SagaMessage message, Duration pause) {}

  /** All decisions of one run, the first included, and the messages that led to them. */
  record Run(List<Decision> decisions, List<Instant> times) {
    SagaState end() {
      return decisions.get(decisions.size() - 1).state();
    }

    List<Effect> effects() {
      return decisions.stream().flatMap(decision -> decision.effects().stream()).toList();
    }

    List<OrderEvent> events() {
      return effects().stream()
          .filter(Record.class::isInstance)
          .map(effect -> ((Record) effect).event())
          .toList();
    }

    List<SendCommand> commands() {
      return effects().stream()
          .filter(SendCommand.class::isInstance)
          .map(SendCommand.class::cast)
          .toList();
    }
  }

  private static Run run(List<Arrival> arrivals) {
    Instant now = SagaScenario.START;
    List<Decision> decisions = new ArrayList<>();
    List<Instant> times = new ArrayList<>(List.of(now));
    decisions.add(SAGA.start(SagaScenario.ORDER, SagaScenario.PLACED, now));
    for (Arrival arrival : arrivals) {
      now = now.plus(arrival.pause());
      times.add(now);
      SagaState before = decisions.get(decisions.size() - 1).state();
      decisions.add(SAGA.decide(before, arrival.message(), now));
    }
    return new Run(decisions, times);
  }

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    Arbitrary<Duration> pauses =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, Arbitraries.just(Duration.ZERO)),
            net.jqwik.api.Tuple.of(
                2, Arbitraries.integers().between(1, 200).map(Duration::ofSeconds)));
    return Combinators.combine(messages(), pauses).as(Arrival::new).list().ofMaxSize(40);
  }

  /** Replies of the first steps more often, so that runs get far; all of them possible always. */
  private static Arbitrary<SagaMessage> messages() {
    Arbitrary<Step> steps = Arbitraries.of(Step.class);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(10, steps.map(step -> new StepDone(step, null))),
        net.jqwik.api.Tuple.of(1, steps.map(step -> new StepRefused(step, "no"))),
        net.jqwik.api.Tuple.of(6, steps.map(StepUndone::new)),
        net.jqwik.api.Tuple.of(3, Arbitraries.of(new TimerFired())),
        net.jqwik.api.Tuple.of(1, Arbitraries.of(new CancellationRequested())));
  }

  @Property(tries = 2000)
  void everyHistoryIsLegal(@ForAll("arrivals") List<Arrival> arrivals) {
    Run run = run(arrivals);

    OrderState order = OrderState.of(run.events());

    assertThat(order.status().terminal()).isEqualTo(run.end().phase().terminal());
    assertThat(order.version()).isEqualTo(run.events().size());
    assertThat(order.reason()).isEqualTo(run.end().reason());
  }

  @Property(tries = 1000)
  void anOutcomeIsFinal(@ForAll("arrivals") List<Arrival> arrivals) {
    Phase outcome = null;
    for (Decision decision : run(arrivals).decisions()) {
      if (outcome != null) {
        assertThat(decision.state().phase()).isEqualTo(outcome);
        assertThat(decision.effects()).noneMatch(Record.class::isInstance);
      } else if (decision.state().phase().terminal()) {
        outcome = decision.state().phase();
      }
    }
  }

  @Property(tries = 2000)
  void nothingIsUndoneThatWasNotBegunBefore(@ForAll("arrivals") List<Arrival> arrivals) {
    Set<Step> begun = EnumSet.noneOf(Step.class);
    for (SendCommand command : run(arrivals).commands()) {
      if (command.direction() == Direction.DO) {
        begun.add(command.step());
      } else {
        assertThat(begun).contains(command.step());
        assertThat(SagaDefinition.LATEST.line(command.step()).undoable()).isTrue();
      }
    }
  }

  @Property(tries = 2000)
  void stepsBeginInOrderAndAreUndoneInReverse(@ForAll("arrivals") List<Arrival> arrivals) {
    Run run = run(arrivals);
    List<Step> begun = firsts(run, Direction.DO);
    assertThat(begun).isSorted().doesNotHaveDuplicates();

    List<Step> recordedUndos =
        run.events().stream()
            .map(OrderSagaPropertiesTest::undoneStep)
            .flatMap(Optional::stream)
            .toList();
    assertThat(recordedUndos)
        .isSortedAccordingTo(java.util.Comparator.<Step>naturalOrder().reversed())
        .doesNotHaveDuplicates();
  }

  @Property(tries = 2000)
  void onceTheCaptureIsSentOnlyItsRefusalLeadsBack(@ForAll("arrivals") List<Arrival> arrivals) {
    boolean captureSent = false;
    boolean captureRefused = false;
    for (Decision decision : run(arrivals).decisions()) {
      for (Effect effect : decision.effects()) {
        if (effect instanceof SendCommand command) {
          captureSent |= command.step() == Step.CAPTURE;
          boolean undoes = command.direction() == Direction.UNDO;
          assertThat(undoes && captureSent && !captureRefused).isFalse();
        } else if (effect instanceof Record record) {
          captureRefused |= record.event() instanceof OrderEvent.CaptureRefused;
        }
      }
    }
  }

  @Property(tries = 1000)
  void theSameMessageTwiceIsTheSameAsOnce(@ForAll("arrivals") List<Arrival> arrivals) {
    Run run = run(arrivals);
    for (int i = 0; i < arrivals.size(); i++) {
      Decision once = run.decisions().get(i + 1);
      SagaMessage message = arrivals.get(i).message();
      Decision twice = SAGA.decide(once.state(), message, run.times().get(i + 1));
      assertThat(twice.state()).isEqualTo(once.state());
      assertThat(twice.effects()).noneMatch(e -> e instanceof Record || e instanceof SendCommand);
    }
  }

  @Property(tries = 500)
  void replayGivesTheSameDecisions(@ForAll("arrivals") List<Arrival> arrivals) {
    Run whole = run(arrivals);
    for (int length = 0; length <= arrivals.size(); length++) {
      Run prefix = run(arrivals.subList(0, length));
      assertThat(prefix.decisions()).isEqualTo(whole.decisions().subList(0, length + 1));
    }
  }

  @Property(tries = 2000)
  void onlyWhatHasEndedIsNotWoken(@ForAll("arrivals") List<Arrival> arrivals) {
    for (Decision decision : run(arrivals).decisions()) {
      assertThat(decision.state().wakeAt().isEmpty())
          .isEqualTo(decision.state().phase().terminal());
    }
  }

  @Property(tries = 500)
  void everyOrderEndsOnceItsParticipantsAnswer(@ForAll("arrivals") List<Arrival> arrivals) {
    Run run = run(arrivals);
    SagaState state = run.end();
    Instant now = run.times().get(run.times().size() - 1);
    List<OrderEvent> events = new ArrayList<>(run.events());
    for (int i = 0; i < 10 && !state.phase().terminal(); i++) {
      PendingCommand pending = state.pending();
      SagaMessage answer =
          pending.direction() == Direction.DO
              ? new StepDone(pending.step(), null)
              : new StepUndone(pending.step());
      Decision decision = SAGA.decide(state, answer, now);
      decision.effects().stream()
          .filter(Record.class::isInstance)
          .forEach(effect -> events.add(((Record) effect).event()));
      state = decision.state();
    }
    assertThat(state.phase().terminal()).isTrue();
    assertThat(OrderState.of(events).status().terminal()).isTrue();
  }

  /** Guards the properties above against a generator that never gets anywhere. */
  @Test
  void everyReachableStateMeetsEveryKindOfMessage() {
    Set<String> cells = new TreeSet<>();
    Set<SagaState> seen = new HashSet<>();
    explore(
        SAGA.start(SagaScenario.ORDER, SagaScenario.PLACED, SagaScenario.START).state(),
        cells,
        seen);

    int kinds = everyMessage().size();
    long shapes = seen.stream().map(OrderSagaPropertiesTest::shape).distinct().count();
    assertThat(cells).hasSize((int) shapes * kinds);
    assertThat(seen).extracting(SagaState::phase).contains(Phase.values());
    assertThat(seen)
        .flatExtracting(state -> state.steps().values())
        .extracting(StepProgress::stage)
        .contains(Stage.STARTED, Stage.DONE, Stage.REFUSED, Stage.UNDOING, Stage.UNDONE);
  }

  private static void explore(SagaState state, Set<String> cells, Set<SagaState> seen) {
    if (!seen.add(state)) {
      return;
    }
    for (SagaMessage message : everyMessage()) {
      cells.add(shape(state) + " x " + message);
      explore(SAGA.decide(state, message, SagaScenario.START).state(), cells, seen);
    }
    // A late timer, but never past the states it leads to for the first time.
    Instant late = SagaScenario.START.plus(Duration.ofMinutes(4));
    if (state.phase() == Phase.FORWARD && state.pending().step().compareTo(Step.CAPTURE) < 0) {
      explore(SAGA.decide(state, new TimerFired(), late).state(), cells, seen);
    }
  }

  private static String shape(SagaState state) {
    return state.phase() + " " + state.steps() + " " + state.reason();
  }

  private static List<SagaMessage> everyMessage() {
    List<SagaMessage> all = new ArrayList<>();
    for (Step step : Step.values()) {
      all.add(new StepDone(step, null));
      all.add(new StepRefused(step, "no"));
      all.add(new StepUndone(step));
    }
    all.add(new TimerFired());
    all.add(new CancellationRequested());
    return all;
  }

  private static List<Step> firsts(Run run, Direction direction) {
    return run.commands().stream()
        .filter(command -> command.direction() == direction && !command.repeated())
        .map(SendCommand::step)
        .toList();
  }

  private static Optional<Step> undoneStep(OrderEvent event) {
    return switch (event.type()) {
      case SHIPMENT_CANCELLED -> Optional.of(Step.SCHEDULE);
      case STOCK_RELEASED -> Optional.of(Step.RESERVE);
      case PAYMENT_VOIDED -> Optional.of(Step.AUTHORIZE);
      default -> Optional.empty();
    };
  }
}
