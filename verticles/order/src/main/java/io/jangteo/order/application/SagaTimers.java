package io.jangteo.order.application;

import io.jangteo.events.Messaging;
import io.jangteo.order.domain.saga.SagaMessage;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes sagas when they asked for it, by the database's clock. Any number of instances may run:
 * each takes what no other is at.
 */
public final class SagaTimers {
  private static final Logger LOG = LoggerFactory.getLogger(SagaTimers.class);
  private static final int BATCH = 100;
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
  private static final Duration STALE = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final SagaStore store;
  private final SagaRunner sagas;
  private final Messaging messaging;
  private final OrderWaiters waiters;
  private final OrderMetrics metrics;
  private final RepeatedLook looks;
  private volatile long lastSuccess = System.nanoTime();
  private long countTimer = -1;

  public SagaTimers(
      Vertx vertx,
      SagaStore store,
      SagaRunner sagas,
      Messaging messaging,
      OrderWaiters waiters,
      OrderMetrics metrics) {
    this.vertx = vertx;
    this.store = store;
    this.sagas = sagas;
    this.messaging = messaging;
    this.waiters = waiters;
    this.metrics = metrics;
    this.looks = new RepeatedLook(vertx, this::look);
  }

  /** Looks for due sagas from now on. */
  public void start(Duration poll) {
    looks.start(poll);
    countTimer = vertx.setPeriodic(COUNT_EVERY.toMillis(), ignored -> count());
  }

  /** Whether the latest look at the database went well and was not long ago. */
  public boolean isHealthy() {
    return System.nanoTime() - lastSuccess < STALE.toNanos();
  }

  /** Begins no further look; succeeds when the one under way has ended. */
  public Future<Void> stop() {
    vertx.cancelTimer(countTimer);
    return looks.stop();
  }

  private Future<Void> look() {
    return wakeDue()
        .onSuccess(ignored -> lastSuccess = System.nanoTime())
        .onFailure(
            error ->
                LOG.atWarn()
                    .addKeyValue("error", error.getMessage())
                    .log("sagas could not be woken"));
  }

  private Future<Void> wakeDue() {
    return messaging
        .transaction(
            transaction ->
                store
                    .lockDue(transaction, BATCH)
                    .compose(
                        due ->
                            sagas
                                .run(transaction, due, id -> List.of(new SagaMessage.TimerFired()))
                                .onSuccess(
                                    ignored ->
                                        CrashPoint.TIMER_DUE.pass(
                                            due, woken -> woken.saga().pending().step().name()))
                                .map(due)))
        .compose(
            due -> {
              List<UUID> woken = due.stream().map(LoadedSaga::orderId).toList();
              waiters.nudge(woken);
              return woken.size() < BATCH ? Future.succeededFuture() : wakeDue();
            });
  }

  private void count() {
    store
        .running()
        .onSuccess(metrics::running)
        .onFailure(
            error -> LOG.atDebug().addKeyValue("error", error.getMessage()).log("not counted now"));
  }
}
