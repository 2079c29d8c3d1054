package io.jangteo.simulation.market;

import io.jangteo.events.Transaction;
import io.jangteo.order.application.OrderHead;
import io.jangteo.order.application.OrderStore;
import io.jangteo.order.application.OrderSummary;
import io.jangteo.order.application.OrderView;
import io.jangteo.order.application.Placement;
import io.jangteo.order.application.RecordedEvent;
import io.jangteo.order.application.StoredAnswer;
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders being placed. */
final class SimOrders implements OrderStore {
  private final Node node;
  private final OrderTables tables;

  SimOrders(Node node, OrderTables tables) {
    this.node = node;
    this.tables = tables;
  }

  @Override
  public Future<Lookup> lookUp(String key) {
    Sim sim = node.sim();
    return node.later(sim.between(200, 1_000), Future.succeededFuture())
        .map(ignored -> new Lookup(sim.instant(), Optional.ofNullable(tables.keys.get(key))));
  }

  @Override
  public Future<Optional<StoredAnswer>> place(Transaction transaction, Placement placement) {
    Tx tx = (Tx) transaction.connection();
    tx.moments(CrashPoint.M1_ORDER_NOT_YET_COMMITTED, CrashPoint.M2_ORDER_COMMITTED_NOT_ANSWERED);
    return tx.lock(tables.keys, List.of(placement.key()))
        .map(
            ignored -> {
              StoredAnswer stored = tx.get(tables.keys, placement.key());
              if (stored == null) {
                write(tx, placement);
              }
              return Optional.ofNullable(stored);
            });
  }

  private void write(Tx tx, Placement placement) {
    UUID orderId = placement.saga().orderId();
    node.note("accepts", orderId, placement.key());
    tx.put(
        tables.keys,
        placement.key(),
        new StoredAnswer(orderId, placement.fingerprint(), placement.response()));
    tx.put(tables.orders, orderId, new OrderTables.OrderRow(placement.order(), placement.placed()));
    tx.put(tables.events, new OrderTables.EventKey(orderId, 1), placement.placed());
    tx.put(tables.sagas, orderId, placement.saga());
  }

  @Override
  public Future<Optional<OrderView>> find(UUID orderId) {
    throw new UnsupportedOperationException("find");
  }

  @Override
  public Future<List<OrderHead>> heads(Collection<UUID> orderIds) {
    throw new UnsupportedOperationException("heads");
  }

  @Override
  public Future<List<OrderSummary>> list(UUID memberId, UUID before, int limit) {
    throw new UnsupportedOperationException("list");
  }

  @Override
  public Future<List<RecordedEvent>> events(UUID orderId, long afterVersion) {
    throw new UnsupportedOperationException("events");
  }
}
