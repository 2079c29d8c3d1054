package io.jangteo.events;

import io.vertx.core.Future;

/** Writes what a transaction sends, as its last act. */
@FunctionalInterface
interface Outbox {
  /** Succeeds with whether there is something to publish. */
  Future<Boolean> flush(Transaction transaction);
}
