package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that does not wait for ever, see {@link AnswerWatch}, and that answers nobody once
 * it is released: the driver would let a latecomer, such as a handler that hung and was given up,
 * write into the transaction of whoever has the connection by then.
 */
final class GuardedConnection implements SqlConnection {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedConnection.class);

  private final SqlConnection connection;
  private final Duration patience;
  private final AnswerWatch watch;
  private volatile boolean released;

  /**
   * @param statementMax after which the server stops a statement
   */
  GuardedConnection(Vertx vertx, SqlConnection connection, Duration statementMax) {
    this.connection = connection;
    this.patience = statementMax.plus(ServerOptions.ANSWER_GRACE);
    this.watch = new AnswerWatch(vertx, patience, () -> Sockets.cut(connection));
    // Whatever was asked fails with it; the driver would write it to the standard error besides.
    connection.exceptionHandler(error -> LOG.debug("a database connection broke", error));
  }

  /** From now on nothing can be asked of it. */
  void release() {
    released = true;
    watch.stop();
  }

  /** Asks the server something. */
  <T> Future<T> ask(Function<SqlConnection, Future<T>> question) {
    if (released) {
      return Future.failedFuture(
          new IllegalStateException("the connection was given back, this comes too late"));
    }
    watch.asked();
    return Future.<Void>succeededFuture()
        .compose(ignored -> question.apply(connection))
        .onComplete(ignored -> watch.answered());
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return new LentQuery<>(this::ask, lent -> lent.query(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new LentPreparedQuery<>(this::ask, lent -> lent.preparedQuery(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return new LentPreparedQuery<>(this::ask, lent -> lent.preparedQuery(sql, options));
  }

  @Override
  public Future<PreparedStatement> prepare(String sql) {
    return prepare(sql, null);
  }

  /** Never: the statement would go on working when this is released. */
  @Override
  public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
    return Future.failedFuture(
        new UnsupportedOperationException("preparedQuery prepares, and remembers, by itself"));
  }

  @Override
  public Future<Transaction> begin() {
    return ask(SqlConnection::begin);
  }

  @Override
  public Transaction transaction() {
    return connection.transaction();
  }

  @Override
  public SqlConnection exceptionHandler(Handler<Throwable> handler) {
    connection.exceptionHandler(handler);
    return this;
  }

  @Override
  public SqlConnection closeHandler(Handler<Void> handler) {
    connection.closeHandler(handler);
    return this;
  }

  @Override
  public boolean isSSL() {
    return connection.isSSL();
  }

  @Override
  public DatabaseMetadata databaseMetadata() {
    return connection.databaseMetadata();
  }

  /** The driver says goodbye and waits until the server hangs up, however long that takes. */
  @Override
  public Future<Void> close() {
    release();
    return connection
        .close()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(this::cutUnlessRefused);
  }

  /** One that was given back before is somebody else's. */
  private void cutUnlessRefused(Throwable error) {
    if (error instanceof TimeoutException) {
      Sockets.cut(connection);
    }
  }
}
