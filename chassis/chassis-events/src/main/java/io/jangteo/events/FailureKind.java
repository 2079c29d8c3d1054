package io.jangteo.events;

import io.jangteo.persistence.Database;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;

/** What to do about a message whose handling failed. */
enum FailureKind {
  /** Something it needs is down: wait, for every other message would fare the same. */
  OUTAGE,
  /** May go well the next time. */
  RETRY,
  /** Will never go well. */
  UNDECODABLE;

  static FailureKind of(Throwable error) {
    if (error instanceof UndecodableMessageException) {
      return UNDECODABLE;
    }
    Future<Void> translated = Database.translate(error);
    return translated.cause() instanceof ServiceFailure failure
            && failure.code() == FailureCode.UNAVAILABLE
        ? OUTAGE
        : RETRY;
  }
}
