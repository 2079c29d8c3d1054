package io.jangteo.order.domain.saga;

import static io.jangteo.order.domain.OrderEventType.CANCELLATION_REQUESTED;
import static io.jangteo.order.domain.OrderEventType.CAPTURE_REFUSED;
import static io.jangteo.order.domain.OrderEventType.COMPENSATION_STARTED;
import static io.jangteo.order.domain.OrderEventType.ORDER_COMPENSATED;
import static io.jangteo.order.domain.OrderEventType.ORDER_COMPLETED;
import static io.jangteo.order.domain.OrderEventType.ORDER_PARKED;
import static io.jangteo.order.domain.OrderEventType.ORDER_PLACED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_AUTHORIZED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_CAPTURED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_DECLINED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_VOIDED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_CANCELLED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_REFUSED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_SCHEDULED;
import static io.jangteo.order.domain.OrderEventType.STOCK_COMMITTED;
import static io.jangteo.order.domain.OrderEventType.STOCK_RELEASED;
import static io.jangteo.order.domain.OrderEventType.STOCK_RESERVED;
import static io.jangteo.order.domain.OrderEventType.STOCK_UNAVAILABLE;
import static io.jangteo.order.domain.OrderStatus.COMPENSATED;
import static io.jangteo.order.domain.OrderStatus.COMPENSATING;
import static io.jangteo.order.domain.OrderStatus.COMPLETED;
import static io.jangteo.order.domain.OrderStatus.PARKED;
import static io.jangteo.order.domain.OrderStatus.PENDING;
import static io.jangteo.order.domain.Step.AUTHORIZE;
import static io.jangteo.order.domain.Step.CAPTURE;
import static io.jangteo.order.domain.Step.COMMIT;
import static io.jangteo.order.domain.Step.RESERVE;
import static io.jangteo.order.domain.Step.SCHEDULE;
import static io.jangteo.order.domain.saga.SagaScenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.SagaMessage.TimerFired;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OrderSagaTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void goesStepByStepToCompletion() {
    given()
        .placed()
        .expect()
        .recorded(ORDER_PLACED)
        .emitted(ORDER_PLACED)
        .command(AUTHORIZE)
        .done(AUTHORIZE)
        .expect()
        .recorded(PAYMENT_AUTHORIZED)
        .command(RESERVE)
        .done(RESERVE)
        .expect()
        .recorded(STOCK_RESERVED)
        .command(SCHEDULE)
        .done(SCHEDULE)
        .expect()
        .recorded(SHIPMENT_SCHEDULED)
        .command(CAPTURE)
        .status(PENDING)
        .done(CAPTURE)
        .expect()
        .recorded(PAYMENT_CAPTURED)
        .command(COMMIT)
        .done(COMMIT)
        .expect()
        .recorded(STOCK_COMMITTED, ORDER_COMPLETED)
        .emitted(ORDER_COMPLETED)
        .noCommand()
        .neverWakes()
        .status(COMPLETED);
  }

  @Test
  void commandsAreCountedFromOne() {
    SagaScenario story = given().placed().done(AUTHORIZE).refused(RESERVE);

    assertThat(story.latest().effects())
        .contains(new Effect.SendCommand(AUTHORIZE, Direction.UNDO, false, 3));
  }

  @Nested
  class Refusal {
    @Test
    void ofPaymentLeavesNothingToUndo() {
      given()
          .placed()
          .refused(AUTHORIZE)
          .expect()
          .recorded(PAYMENT_DECLINED, COMPENSATION_STARTED, ORDER_COMPENSATED)
          .emitted(ORDER_COMPENSATED)
          .noCommand()
          .neverWakes()
          .status(COMPENSATED)
          .reason("payment_declined");
    }

    @Test
    void ofStockVoidsThePayment() {
      given()
          .placedAndWaitingFor(RESERVE)
          .refused(RESERVE)
          .expect()
          .recorded(STOCK_UNAVAILABLE, COMPENSATION_STARTED)
          .undo(AUTHORIZE)
          .status(COMPENSATING)
          .undone(AUTHORIZE)
          .expect()
          .recorded(PAYMENT_VOIDED, ORDER_COMPENSATED)
          .emitted(ORDER_COMPENSATED)
          .status(COMPENSATED)
          .reason("stock_unavailable");
    }

    @Test
    void ofShippingReleasesThenVoids() {
      given()
          .placedAndWaitingFor(SCHEDULE)
          .refused(SCHEDULE)
          .expect()
          .recorded(SHIPMENT_REFUSED, COMPENSATION_STARTED)
          .undo(RESERVE)
          .undone(RESERVE)
          .expect()
          .recorded(STOCK_RELEASED)
          .undo(AUTHORIZE)
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED)
          .reason("shipment_refused");
    }

    @Test
    void ofCaptureUndoesEverythingBackwards() {
      given()
          .placedAndWaitingFor(CAPTURE)
          .refused(CAPTURE)
          .expect()
          .recorded(CAPTURE_REFUSED, COMPENSATION_STARTED)
          .undo(SCHEDULE)
          .undone(SCHEDULE)
          .expect()
          .recorded(SHIPMENT_CANCELLED)
          .undo(RESERVE)
          .undone(RESERVE)
          .expect()
          .undo(AUTHORIZE)
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED)
          .reason("capture_refused");
    }

    @Test
    void ofCommitParksTheOrderForAPerson() {
      given()
          .placedAndWaitingFor(COMMIT)
          .refused(COMMIT)
          .expect()
          .recorded(ORDER_PARKED)
          .emitted(ORDER_PARKED)
          .alarm()
          .noCommand()
          .neverWakes()
          .status(PARKED)
          .reason("stock_commit_refused");
    }
  }

  @Nested
  class Silence {
    @Test
    void isAnsweredByTheSameCommandAgainAtGrowingPauses() {
      given()
          .placed()
          .expect()
          .wakesIn(SECOND.multipliedBy(10))
          .wakes()
          .expect()
          .commandAgain(AUTHORIZE)
          .wakesIn(SECOND)
          .wakes()
          .expect()
          .commandAgain(AUTHORIZE)
          .wakesIn(SECOND.multipliedBy(2))
          .wakes()
          .expect()
          .commandAgain(AUTHORIZE)
          .wakesIn(SECOND.multipliedBy(4))
          .wakes()
          .expect()
          .commandAgain(AUTHORIZE)
          .wakesIn(SECOND.multipliedBy(8))
          .wakes()
          .expect()
          .commandAgain(AUTHORIZE)
          .wakesIn(SECOND.multipliedBy(16))
          .wakes()
          .expect()
          .commandAgain(AUTHORIZE)
          .wakesIn(SECOND.multipliedBy(19));
    }

    @Test
    void ofAStepPastItsDeadlineUndoesThatStepToo() {
      given()
          .placedAndWaitingFor(RESERVE)
          .after(Duration.ofSeconds(60))
          .arrives(new TimerFired())
          .expect()
          .recorded(COMPENSATION_STARTED)
          .undo(RESERVE)
          .undone(RESERVE)
          .expect()
          .recorded(STOCK_RELEASED)
          .undo(AUTHORIZE)
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED)
          .reason("stock_timeout");
    }

    @Test
    void ofPaymentAndOfShippingHaveTheirOwnDeadlines() {
      given()
          .placed()
          .after(Duration.ofSeconds(60))
          .arrives(new TimerFired())
          .expect()
          .undo(AUTHORIZE)
          .reason("payment_timeout");
      given()
          .placedAndWaitingFor(SCHEDULE)
          .after(Duration.ofSeconds(119))
          .arrives(new TimerFired())
          .expect()
          .commandAgain(SCHEDULE)
          .after(SECOND)
          .arrives(new TimerFired())
          .expect()
          .undo(SCHEDULE)
          .reason("shipping_timeout");
    }

    @Test
    void pastTheDeadlineOfTheOrderUndoesIt() {
      given()
          .placed()
          .after(Duration.ofSeconds(55))
          .done(AUTHORIZE)
          .after(Duration.ofSeconds(55))
          .done(RESERVE)
          .after(Duration.ofSeconds(70))
          .arrives(new TimerFired())
          .expect()
          .undo(SCHEDULE)
          .reason("order_timeout");
    }

    @Test
    void afterThePivotNeverUndoesAnything() {
      SagaScenario story = given().placedAndWaitingFor(CAPTURE);
      for (int i = 0; i < 100; i++) {
        story.wakes().expect().commandAgain(CAPTURE).status(PENDING);
      }
      story.expect().wakesIn(SECOND.multipliedBy(30)).done(CAPTURE).expect().command(COMMIT);
      for (int i = 0; i < 100; i++) {
        story.wakes().expect().commandAgain(COMMIT).status(PENDING);
      }
    }

    @Test
    void ofAnUndoIsAnsweredForEverAndReportedOnceAtTheTenthTime() {
      SagaScenario story = given().placedAndWaitingFor(RESERVE).refused(RESERVE);
      story.expect().wakesIn(SECOND);
      for (int attempt = 1; attempt < 10; attempt++) {
        story.wakes().expect().undoAgain(AUTHORIZE).noAlarm();
      }
      story.wakes().expect().undoAgain(AUTHORIZE).alarm().wakesIn(Duration.ofMinutes(5));
      story.wakes().expect().undoAgain(AUTHORIZE).noAlarm().wakesIn(Duration.ofMinutes(5));
      story.undone(AUTHORIZE).expect().status(COMPENSATED);
    }

    @Test
    void isNotBrokenByAnEarlyTimer() {
      given().placed().after(Duration.ofSeconds(9)).arrives(new TimerFired()).expect().nothing();
    }
  }

  @Nested
  class LateReply {
    @Test
    void ofAStepBeingUndoneChangesNothingAtOnce() {
      given()
          .placed()
          .after(Duration.ofSeconds(60))
          .arrives(new TimerFired())
          .done(AUTHORIZE)
          .expect()
          .nothing()
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED);
    }

    @Test
    void thatAStepWasDoneAfterItsUndoWasAnsweredUndoesItOnceMore() {
      given()
          .placedAndWaitingFor(RESERVE)
          .after(Duration.ofSeconds(60))
          .arrives(new TimerFired())
          .undone(RESERVE)
          .done(RESERVE)
          .expect()
          .undoAgain(RESERVE)
          .recorded()
          .done(RESERVE)
          .expect()
          .nothing()
          .undone(RESERVE)
          .expect()
          .nothing()
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED);
    }

    @Test
    void afterTheEndStillUndoesWhatHappened() {
      given()
          .placed()
          .after(Duration.ofSeconds(60))
          .arrives(new TimerFired())
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED)
          .done(AUTHORIZE)
          .expect()
          .undoAgain(AUTHORIZE)
          .recorded()
          .status(COMPENSATED);
    }

    @Test
    void thatARefusedStepWasDoneUndoesIt() {
      given()
          .placed()
          .refused(AUTHORIZE)
          .expect()
          .status(COMPENSATED)
          .done(AUTHORIZE)
          .expect()
          .undo(AUTHORIZE)
          .recorded()
          .status(COMPENSATED)
          .done(AUTHORIZE)
          .expect()
          .nothing();
    }

    @Test
    void thatARefusedCaptureTookTheMoneyIsNeverSilent() {
      given()
          .placedAndWaitingFor(CAPTURE)
          .refused(CAPTURE)
          .done(CAPTURE)
          .expect()
          .alarm()
          .status(PARKED)
          .reason("captured_after_refusal");
      given()
          .placedAndWaitingFor(CAPTURE)
          .refused(CAPTURE)
          .undone(SCHEDULE)
          .undone(RESERVE)
          .undone(AUTHORIZE)
          .expect()
          .status(COMPENSATED)
          .done(CAPTURE)
          .expect()
          .alarm()
          .recorded()
          .status(COMPENSATED);
    }
  }

  @Nested
  class Cancellation {
    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"AUTHORIZE", "RESERVE", "SCHEDULE"})
    void beforeThePivotUndoesEverythingThatMayHaveBegun(Step waitedFor) {
      SagaScenario story = given().placedAndWaitingFor(waitedFor).cancelled();
      story.expect().recorded(CANCELLATION_REQUESTED, COMPENSATION_STARTED);

      for (int i = waitedFor.ordinal(); i >= 0; i--) {
        story.expect().undo(Step.values()[i]).undone(Step.values()[i]);
      }

      story.expect().status(COMPENSATED).reason("cancelled");
    }

    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"CAPTURE", "COMMIT"})
    void afterThePivotCommandIsRefused(Step waitedFor) {
      given()
          .placedAndWaitingFor(waitedFor)
          .cancelled()
          .expect()
          .cancellationRefused()
          .status(PENDING);
    }

    @Test
    void ofAnEndedOrderIsRefused() {
      given().placedAndWaitingFor(COMMIT).done(COMMIT).cancelled().expect().cancellationRefused();
      given()
          .placedAndWaitingFor(COMMIT)
          .refused(COMMIT)
          .cancelled()
          .expect()
          .cancellationRefused();
      given().placed().refused(AUTHORIZE).cancelled().expect().cancellationRefused();
    }

    @Test
    void askedAgainIsGranted() {
      given()
          .placed()
          .cancelled()
          .cancelled()
          .expect()
          .nothing()
          .status(COMPENSATING)
          .undone(AUTHORIZE)
          .cancelled()
          .expect()
          .nothing()
          .status(COMPENSATED);
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void repliesDeliveredTwiceChangeNothing(Step step) {
    given().placedAndWaitingFor(step).done(step).done(step).expect().nothing();
    SagaScenario refused = given().placedAndWaitingFor(step).refused(step);
    refused.refused(step).expect().nothing();
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      mode = Mode.EXCLUDE,
      names = {"CAPTURE", "COMMIT"})
  void answersToUndosDeliveredTwiceChangeNothing(Step step) {
    SagaScenario story = given().placedAndWaitingFor(step).cancelled();
    story.undone(step).undone(step).expect().nothing();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void answersToWhatWasNeverAskedChangeNothing(Step waitedFor) {
    for (Step other : Step.values()) {
      if (other != waitedFor) {
        given().placedAndWaitingFor(waitedFor).done(other).expect().nothing();
        given().placedAndWaitingFor(waitedFor).refused(other).expect().nothing();
      }
      given().placedAndWaitingFor(waitedFor).undone(other).expect().nothing();
    }
  }

  @Test
  void aNodeRefusesADefinitionItDoesNotKnow() {
    SagaState known = given().placed().latest().state();
    SagaState newer =
        new SagaState(
            known.orderId(),
            2,
            known.phase(),
            known.steps(),
            known.pending(),
            known.startedAt(),
            known.commands(),
            null,
            false);

    assertThatThrownBy(
            () ->
                new OrderSaga(SagaTimings.DEFAULTS, Jitter.NONE)
                    .decide(newer, new TimerFired(), SagaScenario.START))
        .isInstanceOf(UnknownSagaVersionException.class);
  }

  @Test
  void theTableNamesEveryParticipant() {
    assertThat(SagaDefinition.LATEST.steps())
        .extracting(SagaStep::step, SagaStep::participant, SagaStep::undoable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(AUTHORIZE, "payment", true),
            org.assertj.core.groups.Tuple.tuple(RESERVE, "inventory", true),
            org.assertj.core.groups.Tuple.tuple(SCHEDULE, "shipping", true),
            org.assertj.core.groups.Tuple.tuple(CAPTURE, "payment", false),
            org.assertj.core.groups.Tuple.tuple(COMMIT, "inventory", false));
  }
}
