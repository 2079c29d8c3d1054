package io.jangteo.inventory;

import io.jangteo.bus.BusService;
import io.jangteo.bus.ServiceRuntime;
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
import io.jangteo.service.ServiceLifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The inventory service: how many there are, and for whom they are held. */
public final class InventoryVerticle extends VerticleBase {
  private static final String SERVICE = "inventory";

  private final InventoryConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private PgReservations reservations;
  private PgStock stock;
  private ServiceLifecycle lifecycle;

  public InventoryVerticle(InventoryConfig config, BrokerConfig broker, ServiceRuntime runtime) {
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
    stock = new PgStock(database);
    reservations = new PgReservations(config.reservationExpiry());
    return lifecycle.startMessaging(
        lifecycle
            .messaging(database, broker)
            .publishes(InventoryMessages.EVENTS)
            .subscriptions(Subscriptions.ALL)
            .consume(
                Subscriptions.INVENTORY_COMMANDS,
                new StockCommandHandler(new SettleReservation(reservations, stock))));
  }

  private Future<Void> startServing(Messaging messaging) {
    ReleaseExpired releaseExpired =
        new ReleaseExpired(
            vertx, database, reservations, stock, config.expiryInterval(), config.expiryBatch());
    releaseExpired.start();
    lifecycle.onStop(releaseExpired::stop);
    BusService.Builder service = lifecycle.operations().inFlightMax(config.inFlightMax());
    new StockOperations(stock, new RecordEntry(messaging, stock, StockEvents::announce))
        .addTo(service);
    return lifecycle.serve(service);
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
