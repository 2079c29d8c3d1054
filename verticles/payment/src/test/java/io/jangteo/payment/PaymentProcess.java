package io.jangteo.payment;

import io.jangteo.events.BrokerConfig;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestRuntime;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The service in a process of its own, to be killed. */
final class PaymentProcess {
  private static final String PROVIDER_PORT = "PROVIDER_PORT";

  private PaymentProcess() {}

  static Process launch(DatabaseConfig db, BrokerConfig broker, int providerPort) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    PaymentProcess.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of(
                "DB_HOST",
                db.host(),
                "DB_PORT",
                Integer.toString(db.port()),
                "DB_NAME",
                db.name(),
                "DB_USER",
                db.user(),
                "DB_PASSWORD",
                db.password().value(),
                "BROKER_URI",
                broker.uri().value(),
                "BROKER_KIND",
                broker.kind().name(),
                PROVIDER_PORT,
                Integer.toString(providerPort)));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Configuration configuration = Configuration.ofEnvironment(environment);
    DatabaseConfig db = configuration.bind("db", DatabaseConfig.class);
    BrokerConfig broker = configuration.bind("broker", BrokerConfig.class);
    Vertx vertx = Vertx.vertx();
    int providerPort = Integer.parseInt(environment.get(PROVIDER_PORT));
    PaymentConfig config = PaymentService.config(db, providerPort);
    Await.success(
        vertx.deployVerticle(new PaymentVerticle(config, broker, TestRuntime.create(vertx))));
  }
}
