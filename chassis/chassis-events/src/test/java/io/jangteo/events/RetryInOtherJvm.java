package io.jangteo.events;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.config.Configuration;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                RetryInOtherJvm.class.getName(),
                message.toString(),
                moment.name())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of(
                "DB_HOST", db.host(),
                "DB_PORT", Integer.toString(db.port()),
                "DB_NAME", db.name(),
                "DB_USER", db.user(),
                "DB_PASSWORD", db.password().value(),
                "BROKER_URI", broker.uri().value(),
                "BROKER_KIND", broker.kind().name()));
    return builder.start();
  }

  public static void main(String[] arguments) {
    Configuration environment = Configuration.ofEnvironment(System.getenv());
    TestService beta =
        TestService.start(
            Vertx.vertx(),
            "beta",
            environment.bind("db", DatabaseConfig.class),
            environment.bind("broker", BrokerConfig.class),
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
