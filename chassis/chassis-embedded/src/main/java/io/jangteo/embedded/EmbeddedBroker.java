package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * An AMQP 0-9-1 broker inside this JVM, on 127.0.0.1 alone, with a durable store that outlives it.
 * It runs until it is stopped, at the end of the JVM too: then the owner's shutdown hook stops it,
 * after whoever still needs it. One whose store fails is started again on the same port; one whose
 * disk is as good as full is stopped until there is room. All methods block and are safe for use by
 * several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private final BrokerOptions options;
  private final Supervisor supervisor;
  private DirectoryLock lock;
  private volatile int port;
  private volatile Secret password;
  private volatile BrokerRun run;

  public EmbeddedBroker(BrokerOptions options) {
    this(options, () -> FreeSpace.of(options.directory()));
  }

  /**
   * @param free bytes left in the file system of the directory
   */
  EmbeddedBroker(BrokerOptions options, LongSupplier free) {
    this.options = options;
    this.port = options.port();
    this.supervisor =
        new Supervisor(new Server(), new DiskFloor(options.diskFloor()), free, running -> {});
  }

  /**
   * Returns when the broker accepts connections; does nothing when it runs already. A second start
   * after {@link #stop} keeps the port of the first.
   *
   * @throws EmbeddedServerException when it cannot, with the reason
   */
  public synchronized EmbeddedBroker start() {
    if (supervisor.isWanted()) {
      return this;
    }
    PrivateFiles.folder(options.directory());
    lock = DirectoryLock.take(options.directory());
    try {
      password = PrivateFiles.password(options.directory().resolve("broker.password"));
      supervisor.start();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return this;
  }

  /** Stops the broker and returns when its store is closed; does nothing when it is stopped. */
  public void stop() {
    try {
      supervisor.stop();
    } finally {
      release();
    }
  }

  private synchronized void release() {
    if (lock != null && !supervisor.isWanted()) {
      lock.close();
      lock = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Whether it accepts connections now; for {@code Health}. */
  public boolean isRunning() {
    return supervisor.isRunning();
  }

  /** The port in use; 0 before the first start when none was asked for. */
  public int port() {
    return port;
  }

  /** Address of the main virtual host, with user and password. */
  public Secret uri() {
    return uri(BrokerDefinition.VIRTUAL_HOST);
  }

  /** Address of one virtual host, with user and password. */
  public Secret uri(String virtualHost) {
    String account = BrokerDefinition.USER + ":" + password.value();
    return new Secret("amqp://" + account + "@" + HOST + ":" + port + "/" + virtualHost);
  }

  /** Adds an empty virtual host, which lasts until it is dropped or the broker ends. */
  public void createVirtualHost(String name) {
    run.createVirtualHost(name);
  }

  /** Removes a virtual host with everything in it and closes the connections to it. */
  public void dropVirtualHost(String name) {
    run.dropVirtualHost(name);
  }

  /** The brokers behind it, one after the other. */
  private final class Server implements Supervised {
    @Override
    public String title() {
      return "The broker";
    }

    @Override
    public Path directory() {
      return options.directory();
    }

    @Override
    public void launch() {
      run = BrokerRun.start(new BrokerDefinition(options.directory(), port, password));
      port = run.port();
    }

    @Override
    public void halt() {
      BrokerRun former = run;
      run = null;
      if (former != null) {
        former.stop();
      }
    }

    @Override
    public boolean isAlive() {
      BrokerRun current = run;
      return current != null && current.isSound();
    }

    @Override
    public String epitaph() {
      return "its store has failed, see the lines above";
    }
  }
}
