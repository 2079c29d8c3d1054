package io.jangteo.payment;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class PaymentLauncher {
  private PaymentLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named("payment", "authorisations, captures, refunds and the ledger")
        .setting("payment", PaymentConfig.class)
        .setting("rabbitmq", BrokerConfig.class)
        .launch(
            (settings, runtime) ->
                new PaymentVerticle(
                    settings.get(PaymentConfig.class), settings.get(BrokerConfig.class), runtime),
            args);
  }
}
