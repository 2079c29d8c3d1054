package io.jangteo.testing;

import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresAddress;
import io.jangteo.embedded.PostgresDatabases;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL and a real broker for the tests of this JVM: started at first use, stopped and
 * deleted when the JVM ends. {@link TestBrokers} says which broker.
 */
public final class TestServers {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final List<Runnable> AT_END = new ArrayList<>();

  private static TestFolder folder;
  private static EmbeddedPostgres postgres;

  private TestServers() {}

  /** The server's superuser, for looking at databases from outside. */
  public static synchronized PostgresAddress postgres() {
    if (postgres == null) {
      postgres = ownPostgres();
    }
    return postgres.superuser();
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
    new PostgresDatabases(superuser).create(name, name, password);
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

  /** A virtual host of the shared broker with nothing in it: no test sees the queues of another. */
  public static BrokerConfig freshBroker() {
    TestBroker broker = TestBrokers.shared();
    String name = uniqueName("vhost");
    broker.createVirtualHost(name);
    return brokerConfig(broker.uri(name), broker.kind());
  }

  /** A running PostgreSQL of the caller's own, to be stopped and started again; keeps its port. */
  public static synchronized EmbeddedPostgres ownPostgres() {
    EmbeddedPostgres own =
        new EmbeddedPostgres(
            PostgresOptions.in(folder().resolve(uniqueName("postgres"))).withoutFsync());
    atEnd(own::stop);
    return own.start();
  }

  /** How a service reaches a broker from {@link TestBrokers#own}. */
  public static BrokerConfig brokerConfig(TestBroker own) {
    return brokerConfig(own.uri(), own.kind());
  }

  private static BrokerConfig brokerConfig(Secret uri, TestBroker.Kind kind) {
    return new BrokerConfig(
        uri,
        BrokerKind.valueOf(kind.name()),
        Duration.ofSeconds(5),
        32,
        Duration.ofMillis(100),
        Duration.ofMinutes(1));
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
