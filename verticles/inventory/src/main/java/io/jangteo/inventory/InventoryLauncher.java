package io.jangteo.inventory;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class InventoryLauncher {
  private InventoryLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named("inventory", "stock, receipts, corrections and reservations")
        .setting("inventory", InventoryConfig.class)
        .setting("rabbitmq", BrokerConfig.class)
        .launch(
            (settings, runtime) ->
                new InventoryVerticle(
                    settings.get(InventoryConfig.class), settings.get(BrokerConfig.class), runtime),
            args);
  }
}
