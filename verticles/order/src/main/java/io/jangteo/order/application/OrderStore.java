package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders as they are placed and read. */
public interface OrderStore {
  /** The database's time, and what the key was answered with before. */
  record Lookup(Instant now, Optional<StoredAnswer> answer) {}

  Future<Lookup> lookUp(String key);

  /**
   * Writes a new order unless its key is taken. Waits for a concurrent placement under the same key
   * and then knows; the wait is bounded by the lock time-out.
   *
   * @return the answer already stored under the key; empty when the order was written
   */
  Future<Optional<StoredAnswer>> place(Transaction transaction, Placement placement);

  Future<Optional<OrderView>> find(UUID orderId);

  /** Those that exist, in no particular order. */
  Future<List<OrderHead>> heads(Collection<UUID> orderIds);

  /**
   * The orders that belong to {@code memberId} or were placed by it, the latest first.
   *
   * @param before only orders older than that one; null for the latest
   */
  Future<List<OrderSummary>> list(UUID memberId, UUID before, int limit);

  /** The events after that version, in order. */
  Future<List<RecordedEvent>> events(UUID orderId, long afterVersion);
}
