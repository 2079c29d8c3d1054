package io.jangteo.inventory;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL and one broker for all tests of this JVM; a database or virtual host for each. */
final class TestServers {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Secret PASSWORD = new Secret("for-tests-only");
  private static EmbeddedPostgres postgres;
  private static EmbeddedBroker broker;

  private TestServers() {}

  static synchronized DatabaseConfig database(String role) {
    if (postgres == null) {
      postgres =
          new EmbeddedPostgres(PostgresOptions.in(folder("postgres")).withoutFsync()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
    }
    String name = role + NAMES.incrementAndGet();
    postgres.createDatabase(name, name, PASSWORD);
    Duration wait = Duration.ofSeconds(10);
    return new DatabaseConfig(
        "127.0.0.1", postgres.port(), name, name, PASSWORD, 4, 512, wait, wait, wait, wait);
  }

  static synchronized BrokerConfig broker() {
    if (broker == null) {
      broker = new EmbeddedBroker(BrokerOptions.in(folder("broker"))).start();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::stop));
    }
    String name = "host" + NAMES.incrementAndGet();
    broker.createVirtualHost(name);
    return new BrokerConfig(
        broker.uri(name),
        BrokerKind.QPID,
        Duration.ofSeconds(5),
        32,
        Duration.ofMillis(100),
        Duration.ofSeconds(30));
  }

  private static Path folder(String name) {
    try {
      return Files.createTempDirectory("jangteo-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
