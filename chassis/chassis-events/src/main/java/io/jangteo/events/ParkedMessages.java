package io.jangteo.events;

import io.jangteo.events.Redelivery.Attempt;
import io.jangteo.events.Retry.Outcome;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator can do about the messages that a service has put aside. Those of one aggregate
 * are handled again in the order in which they were parked; what comes in for the aggregate
 * meanwhile is parked behind them, until none is left.
 *
 * <p>To be used on the context of the service's messaging.
 */
public final class ParkedMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedMessages.class);

  private final Database database;
  private final Map<String, Redelivery> redeliveries;
  private final Pace pace;
  private final Runnable wakeRelay;

  /**
   * @param redeliveries by queue
   * @param pace of handling
   */
  ParkedMessages(
      Database database, Map<String, Redelivery> redeliveries, Pace pace, Runnable wakeRelay) {
    this.database = database;
    this.redeliveries = redeliveries;
    this.pace = pace;
    this.wakeRelay = wakeRelay;
  }

  /**
   * Who wants it, and how.
   *
   * @param rehearsal handle it, say what came of it, and roll everything back
   * @param patience after which no further message is begun
   */
  public record Order(UUID by, boolean rehearsal, Duration patience) {}

  /** Those that are parked now, in the order of parking, from behind that place on. */
  public Future<List<ParkedMessage>> list(ParkedFilter filter, long after, int limit) {
    return ParkedStore.list(database.pool(), filter, after, limit).recover(Database::translate);
  }

  /** Also one that is no longer parked. */
  public Future<Optional<ParkedMessage>> find(UUID id) {
    return ParkedStore.find(database.pool(), id).recover(Database::translate);
  }

  /**
   * Handles one message again, and when that goes well those that only waited behind it. Fails when
   * there is no such message, or the database is away.
   */
  public Future<List<Retry>> retry(UUID id, Order order) {
    return find(id)
        .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("parked message")))
        .compose(message -> retryAll(List.of(message), order));
  }

  /**
   * The same for up to {@code most} messages; whatever waited behind them comes in addition. Less
   * is done when the patience ends, and the result says what.
   */
  public Future<List<Retry>> retry(ParkedFilter filter, int most, Order order) {
    return list(filter, 0, most).compose(messages -> retryAll(messages, order));
  }

  private Future<List<Retry>> retryAll(List<ParkedMessage> messages, Order order) {
    Round round = new Round(order);
    return round.next(messages.iterator()).map(ignored -> List.copyOf(round.results));
  }

  /**
   * Gives a message up: it will never be handled, nor what is delivered under its id. What waits
   * behind it is not touched.
   *
   * @param reason kept with it
   * @return whether it was parked until now
   */
  public Future<Boolean> skip(UUID id, UUID by, String reason) {
    return find(id)
        .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("parked message")))
        .compose(
            message ->
                database.transaction(
                    connection ->
                        ParkedStore.lock(connection, message)
                            .compose(
                                locked ->
                                    locked.filter(ParkedMessage::isParked).isEmpty()
                                        ? Future.succeededFuture(false)
                                        : ParkedStore.remember(connection, message)
                                            .compose(
                                                ignored ->
                                                    ParkedStore.resolve(
                                                        connection, message, "SKIPPED", by, reason))
                                            .map(true))));
  }

  /** One order being carried out. */
  private final class Round {
    private final Order order;
    private final long endNanos;
    private final List<Retry> results = new ArrayList<>();

    private Round(Order order) {
      this.order = order;
      this.endNanos = System.nanoTime() + order.patience().toNanos();
    }

    private Future<Void> next(Iterator<ParkedMessage> messages) {
      if (!messages.hasNext() || isOver()) {
        return Future.succeededFuture();
      }
      return chain(messages.next()).compose(ignored -> next(messages));
    }

    private boolean isOver() {
      return System.nanoTime() - endNanos > 0;
    }

    /** One message and those blocked behind it. */
    private Future<Void> chain(ParkedMessage message) {
      if (results.stream().anyMatch(result -> result.id().equals(message.id()))) {
        return Future.succeededFuture();
      }
      return pace.turn(1)
          .compose(ignored -> attempt(message))
          .compose(
              retry -> {
                results.add(retry);
                boolean goesOn = retry.outcome() == Outcome.DONE && !order.rehearsal();
                return goesOn && message.aggregateId() != null
                    ? ParkedStore.behind(database.pool(), message).compose(this::goOn)
                    : Future.succeededFuture();
              });
    }

    private Future<Void> goOn(Optional<ParkedMessage> behind) {
      return behind.filter(ParkedMessage::isBlocked).isPresent() && !isOver()
          ? chain(behind.get())
          : Future.succeededFuture();
    }

    private Future<Retry> attempt(ParkedMessage message) {
      Redelivery redelivery = redeliveries.get(message.queue());
      if (redelivery == null) {
        return Future.succeededFuture(Retry.of(message, Outcome.UNHEARD, null));
      }
      return database
          .transaction(
              connection ->
                  redelivery
                      .attempt(connection, message, order.by())
                      .compose(
                          attempt ->
                              order.rehearsal()
                                  ? Future.failedFuture(new RehearsedException(attempt.retry()))
                                  : Future.succeededFuture(attempt)))
          .map(attempt -> done(redelivery, attempt))
          .recover(error -> judge(message, error));
    }

    private Retry done(Redelivery redelivery, Attempt attempt) {
      if (attempt.sent()) {
        wakeRelay.run();
      }
      if (attempt.handled() != null) {
        redelivery.committed(attempt);
      }
      return attempt.retry();
    }

    private Future<Retry> judge(ParkedMessage message, Throwable error) {
      if (error instanceof RehearsedException rehearsed) {
        return Future.succeededFuture(rehearsed.retry);
      }
      if (FailureKind.of(error) == FailureKind.OUTAGE) {
        return Future.failedFuture(
            ServiceFailure.unavailable(
                "What the message needs cannot be had just now", Duration.ofSeconds(1), error));
      }
      LOG.atError()
          .addKeyValue("messageId", message.id())
          .addKeyValue("queue", message.queue())
          .setCause(error)
          .log("handled again in vain");
      Retry failed = Retry.of(message, Outcome.FAILED, error.toString());
      return order.rehearsal()
          ? Future.succeededFuture(failed)
          : ParkedStore.failed(database.pool(), message, error.toString()).map(failed);
    }
  }

  /** Rolls back what went well. */
  private static final class RehearsedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Retry retry;

    private RehearsedException(Retry retry) {
      super(null, null, false, false);
      this.retry = retry;
    }
  }
}
