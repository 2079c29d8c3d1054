package io.jangteo.simulation.market;

import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.events.SimBackbone;
import io.jangteo.inventory.application.ReleaseExpired;
import io.jangteo.inventory.application.SettleReservation;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.inventory.events.StockCommandHandler;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.SimTransactions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The inventory service. */
final class InventoryService extends Service {
  private static final Duration EXPIRY_LOOK = Duration.ofSeconds(5);

  private final StockTables tables;
  private final Map<String, Long> received = new LinkedHashMap<>();
  private final long expiryMicros;

  InventoryService(Sim sim, Broker broker, Mutation mutation) {
    super(sim, "inventory", broker, mutation);
    this.tables = new StockTables(db());
    this.expiryMicros = sim.between(4_000_000, 40_000_000);
    for (String sku : Basket.SKUS) {
      long quantity = sim.between(3, 16);
      received.put(sku, quantity);
      tables.stock.rows().put(sku, new StockLevel(quantity, 0, 1));
    }
  }

  StockTables tables() {
    return tables;
  }

  /** What there was of each product in the beginning. */
  Map<String, Long> received() {
    return received;
  }

  @Override
  void start(Node node, SimTransactions transactions, SimBackbone backbone) {
    SimReservations reservations = new SimReservations(tables, expiryMicros, mutation());
    SimStock stock = new SimStock(tables);
    StockCommandHandler handler =
        new StockCommandHandler(new SettleReservation(reservations, stock));
    String consumer = Subscriptions.INVENTORY_COMMANDS.queue();
    backbone
        .messaging("inventory")
        .publishes(InventoryMessages.EVENTS)
        .consume(
            Subscriptions.INVENTORY_COMMANDS,
            applied().around(consumer, handler, (tx, batch) -> {}))
        .start();
    new ReleaseExpired(node.vertx(), transactions, reservations, stock, EXPIRY_LOOK, 10).start();
  }
}
