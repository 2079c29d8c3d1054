package io.jangteo.events;

import io.jangteo.persistence.Database;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;

/** What to do about a message whose handling failed. */
enum FailureKind {
  /** Something it needs is down or held by somebody else: the message is not to blame. */
  OUTAGE,
  /** May go well the next time. */
  RETRY,
  /** Held everything up until its time was over: may go well, but costs the others dearly. */
  HUNG,
  /** Will never go well. */
  UNDECODABLE;

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  static FailureKind of(Throwable error) {
    if (error instanceof UndecodableMessageException) {
      return UNDECODABLE;
    }
    if (error instanceof HungHandlerException) {
      return HUNG;
    }
    if (error instanceof PgException pg && LOCK_NOT_AVAILABLE.equals(pg.getSqlState())) {
      return OUTAGE;
    }
    Future<Void> translated = Database.translate(error);
    return translated.cause() instanceof ServiceFailure failure
            && failure.code() == FailureCode.UNAVAILABLE
        ? OUTAGE
        : RETRY;
  }
}
