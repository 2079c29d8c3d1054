package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/** A prepared statement for which a connection is lent each time it is executed. */
final class LentPreparedQuery<T> implements PreparedQuery<T> {
  private final Lender lender;
  private final Function<SqlConnection, PreparedQuery<T>> statement;

  LentPreparedQuery(Lender lender, Function<SqlConnection, PreparedQuery<T>> statement) {
    this.lender = lender;
    this.statement = statement;
  }

  @Override
  public Future<T> execute() {
    return execute(Tuple.tuple());
  }

  @Override
  public Future<T> execute(Tuple values) {
    return lender.lend(connection -> statement.apply(connection).execute(values));
  }

  @Override
  public Future<T> executeBatch(List<Tuple> batch) {
    return lender.lend(connection -> statement.apply(connection).executeBatch(batch));
  }

  @Override
  public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
    return new LentPreparedQuery<>(
        lender, connection -> statement.apply(connection).collecting(collector));
  }

  @Override
  public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
    return new LentPreparedQuery<>(
        lender, connection -> statement.apply(connection).mapping(mapper));
  }
}
