package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import java.util.function.Function;
import java.util.stream.Collector;

/** A statement of a {@link CountedPool}. */
final class CountedQuery<T> implements Query<T> {
  private final Query<T> query;
  private final PoolLoad load;

  CountedQuery(Query<T> query, PoolLoad load) {
    this.query = query;
    this.load = load;
  }

  @Override
  public Future<T> execute() {
    long begun = load.begin();
    return query.execute().onComplete(ignored -> load.end(begun));
  }

  @Override
  public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
    return new CountedQuery<>(query.collecting(collector), load);
  }

  @Override
  public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
    return new CountedQuery<>(query.mapping(mapper), load);
  }
}
