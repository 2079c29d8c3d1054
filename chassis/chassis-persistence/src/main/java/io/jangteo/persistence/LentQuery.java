package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import java.util.function.Function;
import java.util.stream.Collector;

/** A statement for which a connection is lent each time it is executed. */
final class LentQuery<T> implements Query<T> {
  private final Lender lender;
  private final Function<SqlConnection, Query<T>> statement;

  LentQuery(Lender lender, Function<SqlConnection, Query<T>> statement) {
    this.lender = lender;
    this.statement = statement;
  }

  @Override
  public Future<T> execute() {
    return lender.lend(connection -> statement.apply(connection).execute());
  }

  @Override
  public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
    return new LentQuery<>(lender, connection -> statement.apply(connection).collecting(collector));
  }

  @Override
  public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
    return new LentQuery<>(lender, connection -> statement.apply(connection).mapping(mapper));
  }
}
