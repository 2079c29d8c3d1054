package io.jangteo.events;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A process that has one parked message handled again and dies at a given moment of it. */
final class RetryInOtherJvm {
  private RetryInOtherJvm() {}

  /** When it dies. */
  enum Moment {
    EFFECT_WRITTEN,
    COMMITTED
  }

  static Process launch(DatabaseConfig db, BrokerConfig broker, UUID message, Moment moment)
      throws IOException {
    return OtherJvm.launch(RetryInOtherJvm.class, db, broker, message.toString(), moment.name());
  }

  public static void main(String[] arguments) {
    TestService beta =
        TestService.start(
            Vertx.vertx(),
            "beta",
            OtherJvm.database(),
            OtherJvm.broker(),
            List.of(Pings.DONE),
            List.of(Pings.BETA_FROM_ALPHA));
    beta.cured = true;
    Runnable death = () -> Runtime.getRuntime().halt(137);
    if (Moment.valueOf(arguments[1]) == Moment.EFFECT_WRITTEN) {
      beta.afterEffect = death;
    } else {
      beta.afterCommit = death;
    }
    UUID message = UUID.fromString(arguments[0]);
    TestService.get(
        beta.messaging
            .parked()
            .retry(message, new ParkedMessages.Order(Ids.next(), false, Duration.ofSeconds(30))));
    Runtime.getRuntime().halt(1);
  }
}
