package io.jangteo.shipping;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusService;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.service.ServiceLifecycle;
import io.jangteo.shipping.api.ShipmentOperations;
import io.jangteo.shipping.application.AdvanceShipment;
import io.jangteo.shipping.application.MoveGoods;
import io.jangteo.shipping.application.Shipments;
import io.jangteo.shipping.application.ShowShipment;
import io.jangteo.shipping.client.OrderAccessClient;
import io.jangteo.shipping.domain.ServedCountries;
import io.jangteo.shipping.events.OrderEventHandler;
import io.jangteo.shipping.events.ShipmentWords;
import io.jangteo.shipping.events.ShippingCommandHandler;
import io.jangteo.shipping.persistence.PgShipments;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The shipping service: shipments planned, cancelled, handed over, delivered. */
public final class ShippingVerticle extends VerticleBase {
  private static final String SERVICE = "shipping";

  private final ShippingConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private Shipments shipments;
  private AdvanceShipment advanceShipment;
  private ServiceLifecycle lifecycle;

  public ShippingVerticle(ShippingConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    lifecycle = new ServiceLifecycle(vertx, SERVICE, runtime);
    return lifecycle
        .openDatabase(config.db())
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(lifecycle::abandon);
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    shipments = new PgShipments(database);
    advanceShipment = new AdvanceShipment(shipments);
    return lifecycle.startMessaging(
        lifecycle
            .messaging(database, broker)
            .publishes(ShippingMessages.EVENTS)
            .subscriptions(Subscriptions.ALL)
            .consume(
                Subscriptions.SHIPPING_COMMANDS,
                new ShippingCommandHandler(
                    advanceShipment, ServedCountries.of(config.countries()), Ids::next))
            .consume(Subscriptions.SHIPPING_FROM_ORDER, new OrderEventHandler(advanceShipment)));
  }

  private Future<Void> startServing(Messaging messaging) {
    BusService.Builder service = lifecycle.operations().inFlightMax(config.inFlightMax());
    new ShipmentOperations(
            new ShowShipment(shipments),
            new MoveGoods(messaging, advanceShipment, shipments, ShipmentWords::announce),
            new OrderAccessClient(
                new BusClient(vertx, runtime.directory()), config.orderAccessTimeout()))
        .addTo(service);
    return lifecycle.serve(service);
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
