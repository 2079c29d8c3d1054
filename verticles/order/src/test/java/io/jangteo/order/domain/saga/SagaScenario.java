package io.jangteo.order.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderEventType;
import io.jangteo.order.domain.OrderLine;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.OrderStatus;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Effect.Alarm;
import io.jangteo.order.domain.saga.Effect.Emit;
import io.jangteo.order.domain.saga.Effect.Record;
import io.jangteo.order.domain.saga.Effect.RefuseCancellation;
import io.jangteo.order.domain.saga.Effect.SendCommand;
import io.jangteo.order.domain.saga.SagaMessage.CancellationRequested;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaMessage.StepUndone;
import io.jangteo.order.domain.saga.SagaMessage.TimerFired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Tells a saga as a story: what arrives, then what is expected of it. Every expectation is about
 * the latest decision; every recorded event is folded, so an illegal one fails the story.
 */
final class SagaScenario {
  static final UUID ORDER = UUID.fromString("01900000-0000-7000-8000-000000000001");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final OrderPlaced PLACED =
      new OrderPlaced(
          null,
          UUID.fromString("01900000-0000-7000-8000-000000000002"),
          List.of(new OrderLine("85123A", 2, new Money(255, "GBP"))),
          new Money(510, "GBP"),
          new Address("Ann", "1 High Street", null, "Leeds", "LS1 1AA", "GB"));

  private final OrderSaga saga = new OrderSaga(SagaTimings.DEFAULTS, Jitter.NONE);
  private final List<OrderEvent> history = new ArrayList<>();
  private Instant now = START;
  private Decision latest;

  private SagaScenario() {}

  static SagaScenario given() {
    return new SagaScenario();
  }

  SagaScenario placed() {
    return decided(saga.start(ORDER, PLACED, now));
  }

  /** Everything went well so far, and the command of {@code step} is on its way. */
  SagaScenario placedAndWaitingFor(Step step) {
    placed();
    Arrays.stream(Step.values()).filter(s -> s.compareTo(step) < 0).forEach(this::done);
    return this;
  }

  SagaScenario done(Step step) {
    return arrives(new StepDone(step, step == Step.SCHEDULE ? "JT1" : null));
  }

  SagaScenario refused(Step step) {
    return arrives(new StepRefused(step, "because"));
  }

  SagaScenario undone(Step step) {
    return arrives(new StepUndone(step));
  }

  SagaScenario cancelled() {
    return arrives(new CancellationRequested());
  }

  /** Time passes and nobody looks. */
  SagaScenario after(Duration elapsed) {
    now = now.plus(elapsed);
    return this;
  }

  /** Time passes until the saga wants to be woken, and it is. */
  SagaScenario wakes() {
    now = latest.state().wakeAt().orElseThrow();
    return arrives(new TimerFired());
  }

  SagaScenario arrives(SagaMessage message) {
    return decided(saga.decide(latest.state(), message, now));
  }

  private SagaScenario decided(Decision decision) {
    latest = decision;
    effects(Record.class).forEach(record -> history.add(record.event()));
    OrderState.of(history);
    return this;
  }

  SagaScenario expect() {
    return this;
  }

  SagaScenario command(Step step) {
    return sent(step, Direction.DO, false);
  }

  SagaScenario undo(Step step) {
    return sent(step, Direction.UNDO, false);
  }

  SagaScenario commandAgain(Step step) {
    return sent(step, Direction.DO, true);
  }

  SagaScenario undoAgain(Step step) {
    return sent(step, Direction.UNDO, true);
  }

  private SagaScenario sent(Step step, Direction direction, boolean repeated) {
    assertThat(effects(SendCommand.class))
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.step()).isEqualTo(step);
              assertThat(command.direction()).isEqualTo(direction);
              assertThat(command.repeated()).isEqualTo(repeated);
            });
    return this;
  }

  SagaScenario noCommand() {
    assertThat(effects(SendCommand.class)).isEmpty();
    return this;
  }

  SagaScenario nothing() {
    assertThat(latest.effects()).isEmpty();
    return this;
  }

  SagaScenario recorded(OrderEventType... types) {
    assertThat(effects(Record.class)).extracting(r -> r.event().type()).containsExactly(types);
    return this;
  }

  SagaScenario emitted(OrderEventType type) {
    assertThat(effects(Emit.class)).extracting(e -> e.event().type()).containsExactly(type);
    return this;
  }

  SagaScenario alarm() {
    assertThat(effects(Alarm.class)).hasSize(1);
    return this;
  }

  SagaScenario noAlarm() {
    assertThat(effects(Alarm.class)).isEmpty();
    return this;
  }

  SagaScenario cancellationRefused() {
    assertThat(latest.effects()).hasSize(1).first().isInstanceOf(RefuseCancellation.class);
    return this;
  }

  SagaScenario refusedBecause(String part) {
    assertThat(latest.effects())
        .singleElement()
        .satisfies(
            effect -> assertThat(((Effect.RefuseIntervention) effect).reason()).contains(part));
    return this;
  }

  SagaScenario status(OrderStatus status) {
    assertThat(order().status()).isEqualTo(status);
    assertThat(latest.state().phase().terminal()).isEqualTo(status.terminal());
    return this;
  }

  SagaScenario reason(String code) {
    assertThat(order().reason()).isEqualTo(code);
    assertThat(latest.state().reason()).isEqualTo(code);
    return this;
  }

  SagaScenario wakesIn(Duration pause) {
    assertThat(latest.state().wakeAt()).contains(now.plus(pause));
    return this;
  }

  SagaScenario neverWakes() {
    assertThat(latest.state().wakeAt()).isEmpty();
    return this;
  }

  OrderState order() {
    return OrderState.of(history);
  }

  Decision latest() {
    return latest;
  }

  private <T extends Effect> List<T> effects(Class<T> type) {
    return latest.effects().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
