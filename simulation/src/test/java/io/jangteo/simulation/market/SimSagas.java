package io.jangteo.simulation.market;

import io.jangteo.events.Transaction;
import io.jangteo.order.application.LoadedSaga;
import io.jangteo.order.application.SagaAnswer;
import io.jangteo.order.application.SagaChange;
import io.jangteo.order.application.SagaStore;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The rules of the saga's statements on simulated tables. */
final class SimSagas implements SagaStore {
  private static final int COMMANDS_THAT_TELL = 2;

  private final OrderTables tables;
  private final Coverage coverage;

  SimSagas(OrderTables tables, Coverage coverage) {
    this.tables = tables;
    this.coverage = coverage;
  }

  @Override
  public Future<List<LoadedSaga>> lock(Transaction transaction, Collection<UUID> orderIds) {
    Tx tx = (Tx) transaction.connection();
    boolean ofBatch = tx.afterCommitPoint() == CrashPoint.M8_COMMITTED_NOT_ACKNOWLEDGED;
    List<UUID> present =
        new TreeSet<>(orderIds).stream().filter(id -> tx.get(tables.sagas, id) != null).toList();
    return load(tx, present).map(loaded -> noted(tx, loaded, ofBatch));
  }

  /** A batch says later what its messages were; anything else that locks is a cancellation. */
  private List<LoadedSaga> noted(Tx tx, List<LoadedSaga> loaded, boolean ofBatch) {
    for (LoadedSaga saga : loaded) {
      if (ofBatch) {
        coverage.loaded(tx, saga.saga());
      } else {
        coverage.cancelled(saga.saga());
      }
    }
    return loaded;
  }

  private Future<List<LoadedSaga>> load(Tx tx, List<UUID> ids) {
    return tx.lock(tables.sagas, ids)
        .map(ignored -> ids.stream().map(id -> loaded(tx, id)).toList());
  }

  private LoadedSaga loaded(Tx tx, UUID orderId) {
    Sim sim = tx.node().sim();
    SagaState saga = tx.get(tables.sagas, orderId);
    OrderTables.OrderRow order = tx.get(tables.orders, orderId);
    return new LoadedSaga(
        saga,
        order.state(),
        order.placed().total(),
        saga.commands() <= COMMANDS_THAT_TELL ? order.placed() : null,
        sim.instant());
  }

  @Override
  public Future<List<LoadedSaga>> lockDue(Transaction transaction, int most) {
    Tx tx = (Tx) transaction.connection();
    tx.moments(CrashPoint.M10_TIMER_DUE_NOT_COMMITTED, CrashPoint.M3_COMMITTED_NOT_READ_BY_RELAY);
    List<UUID> due =
        tables.sagas.rows().values().stream()
            .filter(saga -> isDue(tx, saga))
            .sorted(Comparator.comparing(saga -> saga.wakeAt().orElseThrow()))
            .map(SagaState::orderId)
            .filter(id -> tx.free(tables.sagas, id))
            .limit(most)
            .toList();
    return load(tx, due)
        .map(
            loaded -> {
              loaded.forEach(saga -> coverage.woken(saga.saga()));
              return loaded;
            });
  }

  private static boolean isDue(Tx tx, SagaState saga) {
    return saga.wakeAt().isPresent() && !saga.wakeAt().get().isAfter(tx.node().sim().instant());
  }

  /** All nodes here know every definition, so that nothing is ever kept for another. */
  @Override
  public Future<Set<UUID>> keep(Transaction transaction, List<SagaAnswer> answers) {
    return Future.succeededFuture(Set.of());
  }

  @Override
  public Future<List<SagaAnswer>> takeKept(Transaction transaction, Collection<UUID> orderIds) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<LoadedSaga>> lockKept(Transaction transaction, int most) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Boolean> hasKept() {
    return Future.succeededFuture(false);
  }

  @Override
  public Future<Boolean> isOfAnother(Transaction transaction, UUID orderId) {
    return Future.succeededFuture(false);
  }

  @Override
  public Future<Void> save(Transaction transaction, List<SagaChange> changes) {
    Tx tx = (Tx) transaction.connection();
    List<Future<Void>> inserted = new ArrayList<>();
    for (SagaChange change : changes) {
      UUID orderId = change.saga().orderId();
      if (change.saga().phase() == SagaState.Phase.COMPENSATING) {
        tx.moments(CrashPoint.M11_COMPENSATION_NOT_COMMITTED, tx.afterCommitPoint());
      }
      tx.node().note("saga", orderId, change.saga().phase(), change.saga().pending());
      tx.put(tables.sagas, orderId, change.saga());
      OrderState order = change.order();
      if (!change.events().isEmpty()) {
        tx.put(
            tables.orders,
            orderId,
            new OrderTables.OrderRow(order, tx.get(tables.orders, orderId).placed()));
      }
      long version = order.version() - change.events().size();
      for (OrderEvent event : change.events()) {
        inserted.add(tx.insert(tables.events, new OrderTables.EventKey(orderId, ++version), event));
      }
    }
    return Future.join(inserted).mapEmpty();
  }

  @Override
  public Future<Long> running() {
    return Future.succeededFuture(
        tables.sagas.rows().values().stream().filter(s -> s.wakeAt().isPresent()).count());
  }
}
