package io.jangteo.shipping;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class ShippingLauncher {
  private ShippingLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named("shipping", "shipments and their tracking")
        .setting("shipping", ShippingConfig.class)
        .setting("rabbitmq", BrokerConfig.class)
        .launch(
            (settings, runtime) ->
                new ShippingVerticle(
                    settings.get(ShippingConfig.class), settings.get(BrokerConfig.class), runtime),
            args);
  }
}
