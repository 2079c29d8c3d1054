package io.jangteo.simulation.market;

import io.jangteo.order.application.StoredAnswer;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The order service's own tables. */
final class OrderTables {
  final Table<String, StoredAnswer> keys;
  final Table<UUID, OrderRow> orders;
  final Table<UUID, SagaState> sagas;
  final Table<EventKey, OrderEvent> events;

  /** An order's snapshot. */
  record OrderRow(OrderState state, OrderPlaced placed) {}

  /** An event's place. */
  record EventKey(UUID orderId, long version) {}

  OrderTables(Db db) {
    keys = db.table("keys");
    orders = db.table("orders");
    sagas = db.table("sagas");
    events = db.table("events");
  }

  /** Tells of each compensated order why and by which steps it was undone. */
  void countPaths(Coverage coverage) {
    orders.rows().keySet().stream().map(this::history).forEach(history -> count(history, coverage));
  }

  private static void count(List<OrderEvent> history, Coverage coverage) {
    OrderEvent last = history.get(history.size() - 1);
    if (last instanceof OrderEvent.OrderCompensated compensated) {
      String undone =
          history.stream()
              .map(event -> event.getClass().getSimpleName())
              .filter(name -> name.matches("ShipmentCancelled|StockReleased|PaymentVoided"))
              .collect(Collectors.joining(", "));
      coverage.undone(compensated.reason() + ": " + undone);
    }
  }

  /** An order's events from the first to the first that is missing. */
  List<OrderEvent> history(UUID orderId) {
    List<OrderEvent> history = new ArrayList<>();
    for (long version = 1; ; version++) {
      OrderEvent event = events.get(new EventKey(orderId, version));
      if (event == null) {
        return history;
      }
      history.add(event);
    }
  }
}
