package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/** Runs work in transactions. */
@FunctionalInterface
public interface Transactions {
  /**
   * Runs {@code work} in one transaction: committed when its future succeeds, rolled back when it
   * fails. It may be run again from the start, so it must have no effect outside the database. When
   * the connection is lost meanwhile, whether the commit took place is unknown.
   */
  <T> Future<T> transaction(Function<SqlConnection, Future<T>> work);
}
