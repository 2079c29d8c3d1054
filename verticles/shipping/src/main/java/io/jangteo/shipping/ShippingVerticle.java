package io.jangteo.shipping;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.persistence.Database;
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
import java.time.Duration;
import java.util.function.Supplier;

/** The shipping service: shipments planned, cancelled, handed over, delivered. */
public final class ShippingVerticle extends VerticleBase {
  private static final String SERVICE = "shipping";
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final ShippingConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private Shipments shipments;
  private AdvanceShipment advanceShipment;
  private Messaging messaging;
  private BusService bus;
  private ServiceInstance instance;

  public ShippingVerticle(ShippingConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/shipping")
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    shipments = new PgShipments(database);
    advanceShipment = new AdvanceShipment(shipments);
    return Messaging.of(vertx, SERVICE, database, broker, runtime.health(), runtime.meters())
        .publishes(ShippingMessages.EVENTS)
        .subscriptions(Subscriptions.ALL)
        .consume(
            Subscriptions.SHIPPING_COMMANDS,
            new ShippingCommandHandler(advanceShipment, ServedCountries.of(config.countries())))
        .consume(Subscriptions.SHIPPING_FROM_ORDER, new OrderEventHandler(advanceShipment))
        .start();
  }

  private Future<Void> startServing(Messaging started) {
    messaging = started;
    BusService.Builder service =
        BusService.named(SERVICE, runtime.processId()).inFlightMax(config.inFlightMax());
    new ShipmentOperations(
            new ShowShipment(shipments),
            new MoveGoods(messaging, advanceShipment, shipments, ShipmentWords::announce),
            new OrderAccessClient(new BusClient(vertx), config.orderAccessTimeout()))
        .addTo(service);
    return serve(service);
  }

  private Future<Void> serve(BusService.Builder service) {
    Contract contract = Contract.load(SERVICE);
    instance =
        new ServiceInstance(
            SERVICE,
            runtime.processId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            contract.document());
    return service
        .start(vertx, contract)
        .onSuccess(started -> bus = started)
        .compose(ignored -> runtime.directory().announce(instance));
  }

  /** From the outside inwards; whatever was not started is skipped. */
  @Override
  public Future<?> stop() {
    return after(instance, () -> runtime.directory().withdraw(instance))
        .eventually(() -> after(bus, () -> bus.drain(DRAIN)))
        .eventually(() -> after(messaging, () -> messaging.drain(DRAIN)))
        .eventually(() -> after(database, () -> database.close()));
  }

  private static Future<Void> after(Object started, Supplier<Future<Void>> end) {
    return started == null ? Future.succeededFuture() : end.get();
  }
}
