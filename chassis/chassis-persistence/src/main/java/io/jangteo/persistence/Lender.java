package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/** Lends a connection for as long as a piece of work takes. */
@FunctionalInterface
interface Lender {
  <T> Future<T> lend(Function<SqlConnection, Future<T>> work);
}
