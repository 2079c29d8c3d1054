package io.jangteo.order.application;

import io.jangteo.events.Messaging;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what older nodes have kept for this one: answers for sagas whose definition they do not
 * know.
 */
public final class KeptAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int BATCH = 100;

  private final SagaStore store;
  private final AdvanceSagas sagas;
  private final Messaging messaging;
  private final OrderWaiters waiters;
  private final RepeatedLook looks;

  public KeptAnswers(
      Vertx vertx, SagaStore store, AdvanceSagas sagas, Messaging messaging, OrderWaiters waiters) {
    this.store = store;
    this.sagas = sagas;
    this.messaging = messaging;
    this.waiters = waiters;
    this.looks = new RepeatedLook(vertx, this::look);
  }

  /** Looks for some from now on. */
  public void start() {
    looks.start(EVERY);
  }

  /** Begins no further look; succeeds when the one under way has ended. */
  public Future<Void> stop() {
    return looks.stop();
  }

  private Future<Void> look() {
    return store
        .hasKept()
        .compose(found -> found ? take() : Future.succeededFuture())
        .onFailure(
            error ->
                LOG.atDebug()
                    .addKeyValue("error", error.getMessage())
                    .log("kept answers could not be taken"));
  }

  private Future<Void> take() {
    return messaging
        .transaction(transaction -> sagas.advanceKept(transaction, BATCH))
        .compose(this::again);
  }

  private Future<Void> again(List<UUID> taken) {
    waiters.nudge(taken);
    return taken.size() < BATCH ? Future.succeededFuture() : take();
  }
}
