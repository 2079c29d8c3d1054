package io.jangteo.catalog;

import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.catalog.api.ProductReading;
import io.jangteo.catalog.api.ProductWriting;
import io.jangteo.catalog.application.BrowseProducts;
import io.jangteo.catalog.application.ProductStore;
import io.jangteo.catalog.application.WriteProduct;
import io.jangteo.catalog.persistence.PgProductStore;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.catalog.CatalogMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** The catalog service: wires its parts and starts them from the database outwards. */
public final class CatalogVerticle extends VerticleBase {
  private static final String SERVICE = "catalog";
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final CatalogConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private Messaging messaging;
  private BusService bus;
  private ServiceInstance instance;

  public CatalogVerticle(CatalogConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/catalog")
        .compose(this::startMessaging)
        .compose(this::startServing)
        .compose(this::announce)
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    return Messaging.of(vertx, SERVICE, database, broker, runtime.health(), runtime.meters())
        .publishes(CatalogMessages.EVENTS)
        .subscriptions(Subscriptions.ALL)
        .start();
  }

  private Future<BusService> startServing(Messaging started) {
    messaging = started;
    Contract contract = Contract.load(SERVICE);
    instance =
        new ServiceInstance(
            SERVICE,
            runtime.processId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            contract.document());
    ProductStore products = new PgProductStore(database);
    BusService.Builder service = BusService.named(SERVICE, runtime.processId());
    new ProductReading(products, new BrowseProducts(products)).addTo(service);
    new ProductWriting(new WriteProduct(messaging, products), Set.copyOf(config.currencies()))
        .addTo(service);
    return service.start(vertx, contract);
  }

  private Future<Void> announce(BusService started) {
    bus = started;
    return runtime.directory().announce(instance);
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
