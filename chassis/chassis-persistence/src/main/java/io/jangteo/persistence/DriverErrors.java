package io.jangteo.persistence;

import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What the driver's errors say about the server rather than about the statement. */
final class DriverErrors {
  private static final Set<String> AGAIN = Set.of("40001", "40P01");

  // Statement stopped for its time, lock wait over, session idle in a transaction, server full,
  // its disk full.
  private static final Set<String> PASSING = Set.of("57014", "55P03", "25P03", "53300", "53100");

  private static final Set<String> UNFIT =
      Set.of("Parameter at position[", "The number of parameters to execute ");

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
    return error instanceof IOException
        || error instanceof TimeoutException
        || error instanceof VertxException && !isFaultOfOurs(error);
  }

  /**
   * The driver has no type of its own for a full queue, a wait that ended or a lost connection, and
   * none for a statement called with parameters that do not fit: those are told by what is said. A
   * commit refused after a swallowed error is no better, and the bus is no database.
   */
  private static boolean isFaultOfOurs(Throwable error) {
    return error instanceof TransactionRollbackException
        || error instanceof ReplyException
        || error.getMessage() != null && UNFIT.stream().anyMatch(error.getMessage()::startsWith);
  }

  /** 57P0x: shut down, crashed, starting up. 08xxx: connection lost. */
  private static boolean isPassing(String state) {
    return state.startsWith("57P") || state.startsWith("08") || PASSING.contains(state);
  }
}
