package io.jangteo.testing.broker;

import io.jangteo.testing.broker.TestBroker.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The brokers of this test JVM. The environment variable {@code TEST_BROKER} says which they are:
 * {@code embedded}, or {@code rabbitmq} for the one of the system's package.
 */
public final class TestBrokers {
  private static final String VARIABLE = "TEST_BROKER";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final List<Runnable> AT_END = new ArrayList<>();
  private static TestBroker shared;

  private TestBrokers() {}

  /** Which broker the tests of this JVM run on. */
  public static Kind kind() {
    return kindOf(System.getenv(VARIABLE));
  }

  static Kind kindOf(String word) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "", "embedded" -> Kind.QPID;
      case "rabbitmq" -> Kind.RABBITMQ;
      default ->
          throw new IllegalArgumentException(
              VARIABLE + " is '" + word + "' and may be: embedded, rabbitmq");
    };
  }

  /** The running broker that all tests of this JVM share. Nobody stops it. */
  public static synchronized TestBroker shared() {
    if (shared == null) {
      shared = own();
    }
    return shared;
  }

  /** A running broker of the caller's own. */
  public static TestBroker own() {
    if (kind() == Kind.RABBITMQ) {
      RabbitServer server = new RabbitServer(folder("rabbitmq"));
      atEnd(server::discard);
      return server.start();
    }
    EmbeddedBrokerProcess embedded = new EmbeddedBrokerProcess(folder("embedded"));
    atEnd(embedded::kill);
    return embedded.start();
  }

  /** Three running nodes of RabbitMQ that are one broker, of the caller's own. */
  public static RabbitCluster cluster() {
    RabbitCluster cluster = new RabbitCluster(folder("rabbitmq-cluster"));
    atEnd(cluster::discard);
    return cluster.start();
  }

  private static Path folder(String kind) {
    String name = kind + "-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
    Path folder = Path.of("target", "test-brokers", name).toAbsolutePath();
    // Registered first, so done last.
    atEnd(() -> delete(folder));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void atEnd(Runnable work) {
    if (AT_END.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(TestBrokers::end, "test-brokers-end"));
    }
    AT_END.add(work);
  }

  private static void end() {
    List<Runnable> work;
    synchronized (TestBrokers.class) {
      work = new ArrayList<>(AT_END);
    }
    for (int i = work.size() - 1; i >= 0; i--) {
      work.get(i).run();
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> found = Files.walk(root)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println(root + " stays behind: " + e);
    }
  }
}
