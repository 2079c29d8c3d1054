package io.jangteo.events;

import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresAddress;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import io.jangteo.testing.broker.RabbitCluster;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.jangteo.testing.net.ChaosProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL and a real broker, each started once for this JVM. */
final class Servers {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static EmbeddedPostgres postgres;

  private Servers() {}

  static synchronized EmbeddedPostgres postgres() {
    if (postgres == null) {
      postgres =
          new EmbeddedPostgres(PostgresOptions.in(folder("postgres")).withoutFsync()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
    }
    return postgres;
  }

  /** A PostgreSQL for the caller to maltreat and to stop. */
  static EmbeddedPostgres ownPostgres() {
    String folder = "postgres" + NAMES.incrementAndGet();
    return new EmbeddedPostgres(PostgresOptions.in(folder(folder)).withoutFsync()).start();
  }

  /** A database nobody else uses. */
  static DatabaseConfig database(String prefix) {
    return database(postgres(), prefix);
  }

  static DatabaseConfig database(EmbeddedPostgres server, String prefix) {
    String name = prefix + NAMES.incrementAndGet();
    PostgresAddress address = server.createDatabase(name, name, new Secret("secret"));
    // Tests send hundreds of transactions at once, also on a busy machine.
    return new DatabaseConfig(
        address.host(),
        address.port(),
        name,
        address.user(),
        address.password(),
        4,
        512,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30));
  }

  /** The same through a network of the test's, with the patience that services have. */
  static DatabaseConfig through(ChaosProxy network, DatabaseConfig database) {
    return new DatabaseConfig(
        network.host(),
        network.port(),
        database.name(),
        database.user(),
        database.password(),
        database.poolSizeMax(),
        database.waitQueueMax(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        database.startTimeout());
  }

  /** A network to the broker of {@link #virtualHost}. */
  static ChaosProxy networkTo(BrokerConfig broker) {
    URI there = URI.create(broker.uri().value());
    return ChaosProxy.to(there.getHost(), there.getPort());
  }

  static BrokerConfig through(ChaosProxy network, BrokerConfig broker) {
    URI there = URI.create(broker.uri().value());
    String here =
        broker
            .uri()
            .value()
            .replace(
                there.getHost() + ":" + there.getPort(), network.host() + ":" + network.port());
    return new BrokerConfig(
        new Secret(here),
        broker.kind(),
        broker.confirmTimeout(),
        broker.prefetch(),
        broker.reconnectPause(),
        broker.startTimeout());
  }

  /** With handlers that have to be done that soon. */
  static BrokerConfig withHandlerTimeout(BrokerConfig broker, Duration longest) {
    return new BrokerConfig(
        broker.uri(),
        broker.kind(),
        broker.confirmTimeout(),
        broker.prefetch(),
        broker.reconnectPause(),
        broker.startTimeout(),
        broker.replayRate(),
        longest,
        broker.backlog(),
        broker.retention());
  }

  /** A virtual host nobody else uses. */
  static BrokerConfig virtualHost() {
    String name = "host" + NAMES.incrementAndGet();
    TestBroker broker = TestBrokers.shared();
    broker.createVirtualHost(name);
    return config(broker.uri(name), broker.kind());
  }

  /** How to reach a broker of the test's own. */
  static BrokerConfig config(TestBroker own) {
    return config(own.uri(), own.kind());
  }

  static BrokerConfig config(RabbitCluster own) {
    return config(own.uri(), TestBroker.Kind.RABBITMQ);
  }

  private static BrokerConfig config(Secret uri, TestBroker.Kind kind) {
    return new BrokerConfig(
        uri,
        BrokerKind.valueOf(kind.name()),
        Duration.ofSeconds(5),
        32,
        Duration.ofMillis(100),
        Duration.ofSeconds(30));
  }

  /** Like {@link #config}, but sooner at the end of its patience and with fewer deliveries. */
  static BrokerConfig tight(TestBroker own) {
    return new BrokerConfig(
        own.uri(),
        BrokerKind.valueOf(own.kind().name()),
        Duration.ofSeconds(2),
        4,
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
