package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Sagas as they go on. Whoever changes one holds its lock until the end of the transaction. */
public interface SagaStore {
  /** Locks and loads those that exist, in the order of their ids: the same for everybody. */
  Future<List<LoadedSaga>> lock(Transaction transaction, Collection<UUID> orderIds);

  /**
   * Locks and loads sagas that want to be woken by now, the longest overdue first; passes over
   * those another transaction is at, and those of definitions this node does not know.
   */
  Future<List<LoadedSaga>> lockDue(Transaction transaction, int most);

  /** Writes all changes at once. Fails when one of their events is already there. */
  Future<Void> save(Transaction transaction, List<SagaChange> changes);

  /** How many have not ended. */
  Future<Long> running();
}
