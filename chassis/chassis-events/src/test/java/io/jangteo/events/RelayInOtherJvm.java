package io.jangteo.events;

import io.jangteo.persistence.DatabaseConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;

/** One more process that publishes alpha's outbox, for as long as it is left alone. */
final class RelayInOtherJvm {
  private RelayInOtherJvm() {}

  static Process launch(DatabaseConfig alpha, BrokerConfig broker) throws IOException {
    return OtherJvm.launch(RelayInOtherJvm.class, alpha, broker);
  }

  public static void main(String[] arguments) {
    TestService.start(
        Vertx.vertx(),
        "alpha",
        OtherJvm.database(),
        OtherJvm.broker(),
        List.of(Pings.PINGED),
        List.of());
  }
}
