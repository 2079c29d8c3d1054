package io.jangteo.gateway;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class GatewayLauncher {
  private GatewayLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named(
            "api-gateway", "the HTTP edge, which serves whatever the services on the bus offer")
        .setting("gateway", GatewayConfig.class)
        .settingIfGiven("rabbitmq", BrokerConfig.class, "uri")
        .launch(
            (settings, runtime) ->
                new GatewayVerticle(
                    settings.get(GatewayConfig.class), settings.find(BrokerConfig.class), runtime),
            args);
  }
}
