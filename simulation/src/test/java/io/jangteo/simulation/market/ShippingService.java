package io.jangteo.simulation.market;

import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.SimBackbone;
import io.jangteo.shipping.application.AdvanceShipment;
import io.jangteo.shipping.application.ShipmentRecord;
import io.jangteo.shipping.domain.ServedCountries;
import io.jangteo.shipping.events.OrderEventHandler;
import io.jangteo.shipping.events.ShippingCommandHandler;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.SimTransactions;
import io.jangteo.simulation.engine.Table;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The shipping service. */
final class ShippingService extends Service {
  private static final ServedCountries SERVED = new ServedCountries(Set.of("KR"));

  private final Table<UUID, ShipmentRecord> shipments;
  private final Supplier<UUID> ids;

  ShippingService(Sim sim, Broker broker, Mutation mutation, Supplier<UUID> ids) {
    super(sim, "shipping", broker, mutation);
    this.shipments = db().table("shipments");
    this.ids = ids;
  }

  Table<UUID, ShipmentRecord> shipments() {
    return shipments;
  }

  @Override
  void start(Node node, SimTransactions transactions, SimBackbone backbone) {
    AdvanceShipment advance = new AdvanceShipment(new SimShipments(shipments, mutation()));
    String commands = Subscriptions.SHIPPING_COMMANDS.queue();
    String events = Subscriptions.SHIPPING_FROM_ORDER.queue();
    backbone
        .messaging("shipping")
        .publishes(ShippingMessages.EVENTS)
        .consume(
            Subscriptions.SHIPPING_COMMANDS,
            applied()
                .around(
                    commands, new ShippingCommandHandler(advance, SERVED, ids), (tx, batch) -> {}))
        .consume(
            Subscriptions.SHIPPING_FROM_ORDER,
            applied().around(events, new OrderEventHandler(advance), (tx, batch) -> {}))
        .start();
  }
}
