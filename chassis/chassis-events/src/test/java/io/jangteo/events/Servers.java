package io.jangteo.events;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresAddress;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL and a real broker, started once for this JVM. */
final class Servers {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static EmbeddedPostgres postgres;
  private static EmbeddedBroker broker;

  private Servers() {}

  static synchronized EmbeddedPostgres postgres() {
    if (postgres == null) {
      postgres =
          new EmbeddedPostgres(PostgresOptions.in(folder("postgres")).withoutFsync()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
    }
    return postgres;
  }

  static synchronized EmbeddedBroker broker() {
    if (broker == null) {
      broker = new EmbeddedBroker(BrokerOptions.in(folder("broker"))).start();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    }
    return broker;
  }

  /** A broker for a test that stops it; the caller closes it. */
  static EmbeddedBroker ownBroker() {
    return new EmbeddedBroker(BrokerOptions.in(folder("own-broker"))).start();
  }

  /** A database nobody else uses. */
  static DatabaseConfig database(String prefix) {
    String name = prefix + NAMES.incrementAndGet();
    PostgresAddress address = postgres().createDatabase(name, name, new Secret("secret"));
    return new DatabaseConfig(
        address.host(),
        address.port(),
        name,
        address.user(),
        address.password(),
        4,
        512,
        // Tests send hundreds of transactions at once, also on a busy machine.
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30));
  }

  /** A virtual host nobody else uses. */
  static BrokerConfig virtualHost() {
    String name = "host" + NAMES.incrementAndGet();
    broker().createVirtualHost(name);
    return config(broker().uri(name));
  }

  static BrokerConfig config(Secret uri) {
    return new BrokerConfig(
        uri,
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
