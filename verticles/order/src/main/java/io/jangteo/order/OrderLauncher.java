package io.jangteo.order;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class OrderLauncher {
  private OrderLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named("order", "orders, and the saga that completes or undoes them")
        .setting("order", OrderConfig.class)
        .setting("rabbitmq", BrokerConfig.class)
        .launch(
            (settings, runtime) ->
                new OrderVerticle(
                    settings.get(OrderConfig.class), settings.get(BrokerConfig.class), runtime),
            args);
  }
}
