package io.jangteo.testing;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresAddress;
import io.jangteo.embedded.PostgresDatabases;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL and a real broker for the tests of this JVM: started at first use, stopped and
 * deleted when the JVM ends.
 *
 * <p>With {@code TEST_POSTGRES_URI} (postgresql://superuser:password@host:port) or {@code
 * TEST_RABBITMQ_URI} (amqp://user:password@host:port/vhost) set, those servers are used instead.
 */
public final class TestServers {
  private static final String POSTGRES_URI = System.getenv("TEST_POSTGRES_URI");
  private static final String RABBITMQ_URI = System.getenv("TEST_RABBITMQ_URI");
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final List<Runnable> AT_END = new ArrayList<>();

  private static TestFolder folder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedBroker broker;

  private TestServers() {}

  /** The server's superuser, for looking at databases from outside. */
  public static synchronized PostgresAddress postgres() {
    return POSTGRES_URI == null
        ? embeddedPostgres().superuser()
        : external(URI.create(POSTGRES_URI));
  }

  /**
   * A new empty database with a role of its own.
   *
   * @param purpose a word that tells whose it is, for example the service's name
   */
  public static DatabaseConfig database(String purpose) {
    PostgresAddress superuser = postgres();
    String name = uniqueName(purpose);
    Secret password = new Secret(UUID.randomUUID().toString());
    PostgresDatabases databases = new PostgresDatabases(superuser);
    databases.create(name, name, password);
    if (POSTGRES_URI != null) {
      atEnd(() -> databases.drop(name, name));
    }
    return new DatabaseConfig(
        superuser.host(),
        superuser.port(),
        name,
        name,
        password,
        4,
        512,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1));
  }

  /** The broker that all tests of this JVM share. */
  public static synchronized BrokerConfig brokerConfig() {
    return RABBITMQ_URI == null
        ? brokerConfig(embeddedBroker().uri(), BrokerKind.QPID)
        : brokerConfig(new Secret(RABBITMQ_URI), BrokerKind.RABBITMQ);
  }

  /**
   * A virtual host of the shared broker with nothing in it: no test sees the queues of another. An
   * external RabbitMQ has one virtual host, which all share.
   */
  public static synchronized BrokerConfig freshBroker() {
    if (RABBITMQ_URI != null) {
      return brokerConfig();
    }
    String name = uniqueName("vhost");
    embeddedBroker().createVirtualHost(name);
    return brokerConfig(broker.uri(name), BrokerKind.QPID);
  }

  /** A running broker of the caller's own, to be stopped and started again; keeps its port. */
  public static synchronized EmbeddedBroker ownBroker() {
    EmbeddedBroker own =
        new EmbeddedBroker(BrokerOptions.in(folder().resolve(uniqueName("broker"))));
    atEnd(own::stop);
    return own.start();
  }

  /** A running PostgreSQL of the caller's own, to be stopped and started again; keeps its port. */
  public static synchronized EmbeddedPostgres ownPostgres() {
    EmbeddedPostgres own =
        new EmbeddedPostgres(
            PostgresOptions.in(folder().resolve(uniqueName("postgres"))).withoutFsync());
    atEnd(own::stop);
    return own.start();
  }

  /** How a service reaches a broker from {@link #ownBroker}. */
  public static BrokerConfig brokerConfig(EmbeddedBroker own) {
    return brokerConfig(own.uri(), BrokerKind.QPID);
  }

  private static BrokerConfig brokerConfig(Secret uri, BrokerKind kind) {
    return new BrokerConfig(
        uri, kind, Duration.ofSeconds(5), 32, Duration.ofMillis(100), Duration.ofMinutes(1));
  }

  private static EmbeddedPostgres embeddedPostgres() {
    if (postgres == null) {
      postgres = ownPostgres();
    }
    return postgres;
  }

  private static EmbeddedBroker embeddedBroker() {
    if (broker == null) {
      broker = ownBroker();
    }
    return broker;
  }

  private static PostgresAddress external(URI uri) {
    String[] account = uri.getUserInfo().split(":", 2);
    return new PostgresAddress(uri.getHost(), uri.getPort(), account[0], new Secret(account[1]));
  }

  private static TestFolder folder() {
    if (folder == null) {
      folder = TestFolder.create();
      atEnd(folder::delete);
    }
    return folder;
  }

  private static String uniqueName(String purpose) {
    String run = Long.toHexString(ProcessHandle.current().pid());
    String word = purpose.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return word + "_" + run + "_" + NUMBERS.incrementAndGet();
  }

  /** The last registered runs first, as what it needs was registered before it. */
  private static synchronized void atEnd(Runnable work) {
    if (AT_END.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(TestServers::end, "test-servers-end"));
    }
    AT_END.add(work);
  }

  private static void end() {
    List<Runnable> work;
    synchronized (TestServers.class) {
      work = new ArrayList<>(AT_END);
    }
    for (int i = work.size() - 1; i >= 0; i--) {
      work.get(i).run();
    }
  }
}
