package io.jangteo.inventory;

import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.inventory.api.StockOperations;
import io.jangteo.inventory.application.RecordEntry;
import io.jangteo.inventory.application.ReleaseExpired;
import io.jangteo.inventory.application.SettleReservation;
import io.jangteo.inventory.events.StockCommandHandler;
import io.jangteo.inventory.events.StockEvents;
import io.jangteo.inventory.persistence.PgReservations;
import io.jangteo.inventory.persistence.PgStock;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;

/** The inventory service: how many there are, and for whom they are held. */
public final class InventoryVerticle extends VerticleBase {
  private static final String SERVICE = "inventory";
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final InventoryConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private PgReservations reservations;
  private PgStock stock;
  private Messaging messaging;
  private ReleaseExpired releaseExpired;
  private BusService bus;
  private ServiceInstance instance;

  public InventoryVerticle(InventoryConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/inventory")
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    stock = new PgStock(database);
    reservations = new PgReservations(config.reservationExpiry());
    return Messaging.of(vertx, SERVICE, database, broker, runtime.health(), runtime.meters())
        .publishes(InventoryMessages.EVENTS)
        .subscriptions(Subscriptions.ALL)
        .consume(
            Subscriptions.INVENTORY_COMMANDS,
            new StockCommandHandler(new SettleReservation(reservations, stock)))
        .start();
  }

  private Future<Void> startServing(Messaging started) {
    messaging = started;
    releaseExpired =
        new ReleaseExpired(
            vertx, database, reservations, stock, config.expiryInterval(), config.expiryBatch());
    releaseExpired.start();
    BusService.Builder service =
        BusService.named(SERVICE, runtime.processId()).inFlightMax(config.inFlightMax());
    new StockOperations(stock, new RecordEntry(messaging, stock, StockEvents::announce))
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
        .eventually(() -> after(releaseExpired, () -> releaseExpired.stop()))
        .eventually(() -> after(messaging, () -> messaging.drain(DRAIN)))
        .eventually(() -> after(database, () -> database.close()));
  }

  private static Future<Void> after(Object started, Supplier<Future<Void>> end) {
    return started == null ? Future.succeededFuture() : end.get();
  }
}
