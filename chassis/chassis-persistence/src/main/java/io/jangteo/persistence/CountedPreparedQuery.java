package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/** A prepared statement of a {@link CountedPool}. */
final class CountedPreparedQuery<T> implements PreparedQuery<T> {
  private final PreparedQuery<T> query;
  private final PoolLoad load;

  CountedPreparedQuery(PreparedQuery<T> query, PoolLoad load) {
    this.query = query;
    this.load = load;
  }

  @Override
  public Future<T> execute() {
    return execute(Tuple.tuple());
  }

  @Override
  public Future<T> execute(Tuple values) {
    long begun = load.begin();
    return query.execute(values).onComplete(ignored -> load.end(begun));
  }

  @Override
  public Future<T> executeBatch(List<Tuple> batch) {
    long begun = load.begin();
    return query.executeBatch(batch).onComplete(ignored -> load.end(begun));
  }

  @Override
  public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
    return new CountedPreparedQuery<>(query.collecting(collector), load);
  }

  @Override
  public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
    return new CountedPreparedQuery<>(query.mapping(mapper), load);
  }
}
