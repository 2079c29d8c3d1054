package io.jangteo.events;

import io.vertx.core.Future;

/** Writes what a transaction sends, as its last act. */
@FunctionalInterface
interface Outbox {
  /** Afterwards {@link Transaction#partitions} says what there is to publish. */
  Future<Void> flush(Transaction transaction);
}
