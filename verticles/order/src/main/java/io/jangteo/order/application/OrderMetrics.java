package io.jangteo.order.application;

import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Direction;
import io.jangteo.order.domain.saga.PendingCommand;
import io.jangteo.order.domain.saga.SagaMessage;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the order service counts. Sagas are counted when they decide: a transaction that is rolled
 * back and run again counts twice.
 */
public final class OrderMetrics {
  private static final String ENDED = "jangteo.order.saga.ended";
  private static final String STEP = "jangteo.order.saga.step";
  private static final String ALARMS = "jangteo.order.saga.alarms";
  private static final String RUNNING = "jangteo.order.saga.running";
  private static final String WAITING = "jangteo.order.waiters";

  private final MeterRegistry meters;
  private final AtomicLong running;
  private final AtomicLong waiting;
  private final Counter alarms;

  public OrderMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.running = meters.gauge(RUNNING, new AtomicLong());
    this.waiting = meters.gauge(WAITING, new AtomicLong());
    this.alarms =
        Counter.builder(ALARMS).description("Orders reported to a person").register(meters);
  }

  /** Takes the time from a command to the answer it waited for. */
  void answered(SagaState state, SagaMessage message, Instant now) {
    PendingCommand pending = state.pending();
    if (pending == null || pending.direction() != Direction.DO) {
      return;
    }
    if (message instanceof StepDone done && done.step() == pending.step()) {
      time(done.step(), "ok", Duration.between(pending.sentAt(), now));
    } else if (message instanceof StepRefused refused && refused.step() == pending.step()) {
      time(refused.step(), "refused", Duration.between(pending.sentAt(), now));
    }
  }

  private void time(Step step, String outcome, Duration elapsed) {
    Timer.builder(STEP)
        .description("From a step's command to its answer")
        .tag("step", step.name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome)
        .register(meters)
        .record(elapsed);
  }

  void ended(SagaState.Phase phase) {
    Counter.builder(ENDED)
        .description("Orders that came to an end")
        .tag("outcome", phase.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }

  void alarm() {
    alarms.increment();
  }

  void running(long sagas) {
    running.set(sagas);
  }

  void waiting(long waiters) {
    waiting.set(waiters);
  }
}
