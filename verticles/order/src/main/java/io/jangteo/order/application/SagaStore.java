package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sagas as they go on. Whoever changes one holds its lock until the end of the transaction. */
public interface SagaStore {
  /**
   * Locks and loads those that exist and are of a definition that this node knows, in the order of
   * their ids: the same for everybody.
   */
  Future<List<LoadedSaga>> lock(Transaction transaction, Collection<UUID> orderIds);

  /**
   * Locks and loads sagas that want to be woken by now, the longest overdue first; passes over
   * those another transaction is at, and those of definitions this node does not know.
   */
  Future<List<LoadedSaga>> lockDue(Transaction transaction, int most);

  /** Writes all changes at once. Fails when one of their events is already there. */
  Future<Void> save(Transaction transaction, List<SagaChange> changes);

  /**
   * Keeps answers for sagas of definitions that this node does not know; gives those orders. Of an
   * order that does not exist nothing is kept.
   */
  Future<Set<UUID>> keep(Transaction transaction, List<SagaAnswer> answers);

  /** Takes away what was kept for sagas that {@code transaction} has locked, in order. */
  Future<List<SagaAnswer>> takeKept(Transaction transaction, Collection<UUID> orderIds);

  /** Locks and loads sagas that something was kept for and that this node can go on with. */
  Future<List<LoadedSaga>> lockKept(Transaction transaction, int most);

  /** Whether there is anything for this node to take. */
  Future<Boolean> hasKept();

  /** Whether that order's saga is of a definition that this node does not know. */
  Future<Boolean> isOfAnother(Transaction transaction, UUID orderId);

  /** How many have not ended. */
  Future<Long> running();
}
