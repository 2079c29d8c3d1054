package io.jangteo.order.domain.saga;

import static io.jangteo.order.domain.OrderEventType.COMPENSATION_FORCED;
import static io.jangteo.order.domain.OrderEventType.COMPENSATION_STARTED;
import static io.jangteo.order.domain.OrderEventType.ORDER_COMPENSATED;
import static io.jangteo.order.domain.OrderEventType.ORDER_COMPLETED;
import static io.jangteo.order.domain.OrderEventType.ORDER_PARKED;
import static io.jangteo.order.domain.OrderEventType.ORDER_RESUMED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_VOIDED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_CANCELLATION_SKIPPED;
import static io.jangteo.order.domain.OrderEventType.STOCK_COMMITTED;
import static io.jangteo.order.domain.OrderEventType.STOCK_RELEASE_SKIPPED;
import static io.jangteo.order.domain.Step.AUTHORIZE;
import static io.jangteo.order.domain.Step.CAPTURE;
import static io.jangteo.order.domain.Step.COMMIT;
import static io.jangteo.order.domain.Step.RESERVE;
import static io.jangteo.order.domain.Step.SCHEDULE;
import static io.jangteo.order.domain.saga.SagaScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.order.domain.OrderStatus;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Effect.SendCommand;
import io.jangteo.order.domain.saga.SagaMessage.CompensationOrdered;
import io.jangteo.order.domain.saga.SagaMessage.ResumeOrdered;
import io.jangteo.order.domain.saga.SagaMessage.SkipOrdered;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators may do to a saga, and what they may not. */
class SagaInterventionsTest {
  private static final ResumeOrdered RESUME = new ResumeOrdered();
  private static final CompensationOrdered COMPENSATE = new CompensationOrdered();

  private static SagaScenario parkedForStock() {
    return given().placedAndWaitingFor(COMMIT).refused(COMMIT);
  }

  private static SagaScenario parkedForMoney() {
    return given().placedAndWaitingFor(CAPTURE).refused(CAPTURE).done(CAPTURE);
  }

  /** Nobody answers, and a person was told. */
  private static SagaScenario stuck(SagaScenario story) {
    IntStream.range(0, 10).forEach(n -> story.wakes());
    assertThat(story.latest().state().incident()).isTrue();
    return story;
  }

  @Nested
  class Resume {
    @Test
    void ofOneParkedForItsStockAsksInANewCommandAndCompletes() {
      SagaScenario story = parkedForStock().arrives(RESUME);

      story
          .expect()
          .recorded(ORDER_RESUMED)
          .command(COMMIT)
          .status(OrderStatus.PENDING)
          .wakesIn(Duration.ofSeconds(10));
      assertThat(story.latest().effects())
          .contains(new SendCommand(COMMIT, Direction.DO, false, 6, 6));
      story
          .wakes()
          .expect()
          .commandAgain(COMMIT)
          .done(COMMIT)
          .expect()
          .recorded(STOCK_COMMITTED, ORDER_COMPLETED)
          .status(OrderStatus.COMPLETED);
    }

    @Test
    void whatIsRepeatedLaterIsTheNewCommand() {
      SagaScenario story = parkedForStock().arrives(RESUME).wakes();

      assertThat(story.latest().effects())
          .contains(new SendCommand(COMMIT, Direction.DO, true, 0, 6));
    }

    @Test
    void ofOneRefusedOnceMoreParksItAgain() {
      parkedForStock()
          .arrives(RESUME)
          .refused(COMMIT)
          .expect()
          .recorded(ORDER_PARKED)
          .alarm()
          .status(OrderStatus.PARKED)
          .reason("stock_commit_refused")
          .arrives(RESUME)
          .expect()
          .recorded(ORDER_RESUMED);
    }

    @Test
    void ofOneWhoseMoneyWasTakenAfterARefusalIsNotForUs() {
      parkedForMoney()
          .arrives(RESUME)
          .expect()
          .refusedBecause("by hand")
          .status(OrderStatus.PARKED);
    }

    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"AUTHORIZE", "RESERVE", "SCHEDULE"})
    void beforeThePivotSendsTheSameAgainAndMovesNoDeadline(Step step) {
      SagaScenario story = given().placedAndWaitingFor(step).after(Duration.ofSeconds(30));

      story.arrives(RESUME).expect().commandAgain(step).noAlarm().wakesIn(Duration.ofSeconds(10));
      assertThat(story.latest().state().pending().sentAt()).isEqualTo(SagaScenario.START);
    }

    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"CAPTURE", "COMMIT"})
    void afterThePivotWritesTheSameCommandAnewForItMayBeOlderThanTheOutbox(Step step) {
      SagaScenario story = stuck(given().placedAndWaitingFor(step));
      int commands = story.latest().state().commands();

      story.arrives(RESUME);

      assertThat(story.latest().effects())
          .containsExactly(new SendCommand(step, Direction.DO, false, commands + 1, 0));
      assertThat(story.latest().state().incident()).isFalse();
      stuck(story);
    }

    @Test
    void ofAnUndoThatIsNotAnsweredAsksForItNow() {
      SagaScenario story = stuck(given().placedAndWaitingFor(RESERVE).refused(RESERVE));

      story
          .arrives(RESUME)
          .expect()
          .undo(AUTHORIZE)
          .undone(AUTHORIZE)
          .expect()
          .recorded(PAYMENT_VOIDED, ORDER_COMPENSATED);
    }

    @Test
    void ofOneThatHasEndedWellIsRefused() {
      given()
          .placedAndWaitingFor(COMMIT)
          .done(COMMIT)
          .arrives(RESUME)
          .expect()
          .refusedBecause("has ended");
      given().placed().refused(AUTHORIZE).arrives(RESUME).expect().refusedBecause("has ended");
    }
  }

  @Nested
  class Skip {
    private SagaScenario undoing() {
      return given().placedAndWaitingFor(CAPTURE).refused(CAPTURE);
    }

    @Test
    void takesTheUndoOfGoodsForDoneAndGoesOn() {
      undoing()
          .arrives(new SkipOrdered(SCHEDULE))
          .expect()
          .recorded(SHIPMENT_CANCELLATION_SKIPPED)
          .undo(RESERVE)
          .arrives(new SkipOrdered(RESERVE))
          .expect()
          .recorded(STOCK_RELEASE_SKIPPED)
          .undo(AUTHORIZE)
          .undone(AUTHORIZE)
          .expect()
          .recorded(PAYMENT_VOIDED, ORDER_COMPENSATED)
          .status(OrderStatus.COMPENSATED);
    }

    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"AUTHORIZE", "CAPTURE", "COMMIT"})
    void neverTouchesMoneyOrTheBooksOfWhatWasSold(Step step) {
      undoing().arrives(new SkipOrdered(step)).expect().refusedBecause("never skipped");
      stuck(given().placedAndWaitingFor(COMMIT))
          .arrives(new SkipOrdered(step))
          .expect()
          .refusedBecause("never skipped");
    }

    @Test
    void isOnlyOfWhatIsWaitedFor() {
      undoing().arrives(new SkipOrdered(RESERVE)).expect().refusedBecause("does not wait");
      given()
          .placedAndWaitingFor(RESERVE)
          .arrives(new SkipOrdered(RESERVE))
          .expect()
          .refusedBecause("does not wait");
      parkedForMoney().arrives(new SkipOrdered(SCHEDULE)).expect().refusedBecause("does not wait");
    }

    @Test
    void isFollowedByOneMoreUndoWhenTheDeedTurnsUpLate() {
      given()
          .placedAndWaitingFor(RESERVE)
          .arrives(COMPENSATE)
          .arrives(new SkipOrdered(RESERVE))
          .done(RESERVE)
          .expect()
          .undoAgain(RESERVE);
    }
  }

  @Nested
  class Compensation {
    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"AUTHORIZE", "RESERVE", "SCHEDULE"})
    void isForcedBeforeThePivot(Step step) {
      given()
          .placedAndWaitingFor(step)
          .arrives(COMPENSATE)
          .expect()
          .recorded(COMPENSATION_FORCED, COMPENSATION_STARTED)
          .undo(step)
          .status(OrderStatus.COMPENSATING)
          .reason("forced");
    }

    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"CAPTURE", "COMMIT"})
    void isRefusedFromThePivotOn(Step step) {
      given().placedAndWaitingFor(step).arrives(COMPENSATE).expect().refusedBecause("goes forward");
      parkedForStock().arrives(COMPENSATE).expect().refusedBecause("goes forward");
      parkedForStock().arrives(RESUME).arrives(COMPENSATE).expect().refusedBecause("goes forward");
    }

    @Test
    void changesNothingWhereItIsUnderWay() {
      given()
          .placedAndWaitingFor(RESERVE)
          .arrives(COMPENSATE)
          .arrives(COMPENSATE)
          .expect()
          .nothing();
    }
  }
}
