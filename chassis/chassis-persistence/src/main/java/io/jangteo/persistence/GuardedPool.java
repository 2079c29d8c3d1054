package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A pool whose connections are {@linkplain GuardedConnection guarded}, and that tells {@link
 * PoolLoad} of everything that wants one of them.
 */
final class GuardedPool implements Pool {
  private final Vertx vertx;
  private final Pool pool;
  private final PoolLoad load;
  private final Duration acquireMax;
  private final Duration statementMax;

  GuardedPool(Vertx vertx, Pool pool, PoolLoad load, DatabaseConfig config) {
    this.vertx = vertx;
    this.pool = pool;
    this.load = load;
    this.acquireMax = config.acquireTimeout();
    this.statementMax = config.statementTimeout();
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return new LentQuery<>(this::withConnection, connection -> connection.query(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new LentPreparedQuery<>(
        this::withConnection, connection -> connection.preparedQuery(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return new LentPreparedQuery<>(
        this::withConnection, connection -> connection.preparedQuery(sql, options));
  }

  @Override
  public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
    return withConnection(statementMax, work::apply);
  }

  /** With another limit for each statement, which the work has to tell the server itself. */
  <T> Future<T> withConnection(Duration longest, Function<GuardedConnection, Future<T>> work) {
    long begun = load.begin();
    return acquire()
        .compose(connection -> guarded(connection, longest, work))
        .onComplete(ignored -> load.end(begun));
  }

  /** The driver lets one for whom it makes a connection wait until that is made. */
  private Future<SqlConnection> acquire() {
    Future<SqlConnection> connecting = pool.getConnection();
    return connecting
        .timeout(acquireMax.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(ignored -> connecting.onSuccess(SqlConnection::close));
  }

  /** Work that throws gives its connection back like work that fails. */
  private <T> Future<T> guarded(
      SqlConnection connection, Duration longest, Function<GuardedConnection, Future<T>> work) {
    GuardedConnection guarded = new GuardedConnection(vertx, connection, longest);
    return Future.<Void>succeededFuture()
        .compose(ignored -> work.apply(guarded))
        .onComplete(ignored -> guarded.close());
  }

  /** Counted until it is there; whoever takes one by hand gives it back unseen. */
  @Override
  public Future<SqlConnection> getConnection() {
    long begun = load.begin();
    return acquire()
        .<SqlConnection>map(connection -> new GuardedConnection(vertx, connection, statementMax))
        .onComplete(ignored -> load.end(begun));
  }

  @Override
  public int size() {
    return pool.size();
  }

  @Override
  public Future<Void> close() {
    return pool.close();
  }
}
