package io.jangteo.inventory.application;

import io.jangteo.persistence.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what was held for orders that never came to an end. Nobody is told: an order that does
 * go on learns of it when it commits. Any number of instances may do this side by side.
 */
public final class ReleaseExpired {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseExpired.class);

  private final Vertx vertx;
  private final Transactions transactions;
  private final Reservations reservations;
  private final Stock stock;
  private final Duration interval;
  private final int batch;
  private boolean stopped;
  private Future<Integer> running = Future.succeededFuture(0);

  /**
   * @param interval pause between two looks
   * @param batch most reservations in one transaction
   */
  public ReleaseExpired(
      Vertx vertx,
      Transactions transactions,
      Reservations reservations,
      Stock stock,
      Duration interval,
      int batch) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.reservations = reservations;
    this.stock = stock;
    this.interval = interval;
    this.batch = batch;
  }

  /** Begins to look, again and again until {@link #stop}. */
  public void start() {
    vertx
        .timer(interval.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(
            ignored -> {
              if (!stopped) {
                running = releaseAll().eventually(this::again);
              }
            });
  }

  private Future<Void> again() {
    start();
    return Future.succeededFuture();
  }

  /** Ends the looking; the future succeeds when nothing of it is under way. */
  public Future<Void> stop() {
    stopped = true;
    return running.otherwise(0).mapEmpty();
  }

  /** Releases everything that has run out; gives how many. */
  public Future<Integer> releaseAll() {
    return releaseFrom(0)
        .onSuccess(
            count -> {
              if (count > 0) {
                LOG.atWarn().addKeyValue("count", count).log("released expired reservations");
              }
            })
        .onFailure(error -> LOG.atError().setCause(error).log("expired reservations remain"));
  }

  private Future<Integer> releaseFrom(int before) {
    return transactions
        .transaction(this::releaseSome)
        .compose(
            count ->
                count < batch || stopped
                    ? Future.succeededFuture(before + count)
                    : releaseFrom(before + count));
  }

  private Future<Integer> releaseSome(SqlConnection connection) {
    return reservations
        .lockExpired(connection, batch)
        .compose(
            orders ->
                orders.isEmpty()
                    ? Future.succeededFuture(0)
                    : release(connection, orders).map(orders.size()));
  }

  private Future<Void> release(SqlConnection connection, List<UUID> orders) {
    Future<Void> locked = stock.lock(connection, List.of(), orders);
    Future<Void> given = stock.giveBack(connection, orders);
    Future<Void> marked = reservations.expire(connection, orders);
    return Future.all(locked, given, marked).mapEmpty();
  }
}
