package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One run of a transaction, and how far it came. */
final class TransactionAttempt<T> {
  /** Much longer than any work takes that has not hung. */
  private static final Duration WORK_MAX = Duration.ofMinutes(1);

  private final Function<SqlConnection, Future<T>> work;
  private volatile boolean acquired;
  private volatile boolean begun;

  TransactionAttempt(Function<SqlConnection, Future<T>> work) {
    this.work = work;
  }

  /**
   * @param statementMax after which the server stops a statement
   */
  Future<T> run(GuardedPool pool, Duration statementMax) {
    return pool.withConnection(
        statementMax,
        connection -> {
          acquired = true;
          return connection.begin().compose(transaction -> work(connection, transaction));
        });
  }

  /** Work that throws ends in a rollback like work that fails. */
  private Future<T> work(GuardedConnection connection, Transaction transaction) {
    begun = true;
    return Future.<Void>succeededFuture()
        .compose(ignored -> work.apply(connection))
        .timeout(WORK_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .transform(
            result ->
                result.succeeded()
                    ? connection.ask(ignored -> transaction.commit()).map(result.result())
                    : connection
                        .ask(ignored -> transaction.rollback())
                        .transform(ignored -> Future.failedFuture(result.cause())));
  }

  /** Before the work began. A full pool is another matter: more load would not help it. */
  boolean foundItsConnectionDead(Throwable error) {
    return acquired && !begun && DriverErrors.isPassing(error);
  }
}
