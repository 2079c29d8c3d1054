package io.jangteo.catalog;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class CatalogLauncher {
  private CatalogLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named("catalog", "products, prices and search")
        .setting("catalog", CatalogConfig.class)
        .setting("rabbitmq", BrokerConfig.class)
        .launch(
            (settings, runtime) ->
                new CatalogVerticle(
                    settings.get(CatalogConfig.class), settings.get(BrokerConfig.class), runtime),
            args);
  }
}
