package io.jangteo.persistence;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What the driver's errors say about the server rather than about the statement. */
final class DriverErrors {
  private static final Set<String> AGAIN = Set.of("40001", "40P01");

  // Statement stopped for its time, lock wait over, session idle in a transaction, server full.
  private static final Set<String> PASSING = Set.of("57014", "55P03", "25P03", "53300");

  private DriverErrors() {}

  /** Serialization failure or deadlock: the same transaction may succeed now. */
  static boolean isRetryable(Throwable error) {
    return error instanceof PgException pg
        && pg.getSqlState() != null
        && AGAIN.contains(pg.getSqlState());
  }

  /** The server is away, starting, stopping or too busy. */
  static boolean isPassing(Throwable error) {
    if (error instanceof PgException pg) {
      return pg.getSqlState() != null && isPassing(pg.getSqlState());
    }
    // The driver has no type of its own for a full queue, a wait that ended or a lost connection;
    // a commit refused after a swallowed error is a fault of ours.
    return error instanceof IOException
        || error instanceof TimeoutException
        || error instanceof VertxException && !(error instanceof TransactionRollbackException);
  }

  /** 57P0x: shut down, crashed, starting up. 08xxx: connection lost. */
  private static boolean isPassing(String state) {
    return state.startsWith("57P") || state.startsWith("08") || PASSING.contains(state);
  }
}
