package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/** A pool that tells {@link PoolLoad} of everything that wants one of its connections. */
final class CountedPool implements Pool {
  private final Pool pool;
  private final PoolLoad load;

  CountedPool(Pool pool, PoolLoad load) {
    this.pool = pool;
    this.load = load;
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return new CountedQuery<>(pool.query(sql), load);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new CountedPreparedQuery<>(pool.preparedQuery(sql), load);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return new CountedPreparedQuery<>(pool.preparedQuery(sql, options), load);
  }

  @Override
  public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
    long begun = load.begin();
    return pool.withConnection(work).onComplete(ignored -> load.end(begun));
  }

  /** Counted until it is there; whoever takes one by hand gives it back unseen. */
  @Override
  public Future<SqlConnection> getConnection() {
    long begun = load.begin();
    return pool.getConnection().onComplete(ignored -> load.end(begun));
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
