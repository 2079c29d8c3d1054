package io.jangteo.catalog;

import io.jangteo.bus.BusService;
import io.jangteo.bus.ServiceRuntime;
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
import io.jangteo.service.ServiceLifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Set;

/** The catalog service: wires its parts and starts them from the database outwards. */
public final class CatalogVerticle extends VerticleBase {
  private static final String SERVICE = "catalog";

  private final CatalogConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private ServiceLifecycle lifecycle;

  public CatalogVerticle(CatalogConfig config, BrokerConfig broker, ServiceRuntime runtime) {
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
    return lifecycle.startMessaging(
        lifecycle
            .messaging(database, broker)
            .publishes(CatalogMessages.EVENTS)
            .subscriptions(Subscriptions.ALL));
  }

  private Future<Void> startServing(Messaging messaging) {
    ProductStore products = new PgProductStore(database);
    BusService.Builder service = lifecycle.operations();
    new ProductReading(products, new BrowseProducts(products)).addTo(service);
    new ProductWriting(new WriteProduct(messaging, products), Set.copyOf(config.currencies()))
        .addTo(service);
    return lifecycle.serve(service);
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
