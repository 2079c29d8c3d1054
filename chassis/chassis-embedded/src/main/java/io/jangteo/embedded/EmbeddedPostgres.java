package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of this process's own, on 127.0.0.1 alone, with data that outlives it. A
 * server that dies unasked is started again on the same port; one whose disk is as good as full is
 * stopped until there is room. All methods block and are safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int FREE_PORT_ATTEMPTS = 3;

  private final PostgresOptions options;
  private final Supervisor supervisor;
  private DirectoryLock lock;
  private Path home;
  private PostgresData data;
  private volatile int port;
  private volatile PostgresProcess process;

  public EmbeddedPostgres(PostgresOptions options) {
    this(options, running -> {});
  }

  /**
   * @param listener told {@code false} when the server is away unasked and {@code true} when it
   *     runs again; called on the supervisor's thread, must return at once
   */
  public EmbeddedPostgres(PostgresOptions options, Consumer<Boolean> listener) {
    this(options, listener, () -> FreeSpace.of(options.directory()));
  }

  /**
   * @param free bytes left in the file system of the directory
   */
  EmbeddedPostgres(PostgresOptions options, Consumer<Boolean> listener, LongSupplier free) {
    this.options = options;
    this.port = options.port();
    this.supervisor =
        new Supervisor(new Server(), new DiskFloor(options.diskFloor()), free, listener);
  }

  /**
   * Returns when the server accepts connections; does nothing when it runs already. A second start
   * after {@link #stop} keeps the port of the first.
   *
   * @throws EmbeddedServerException when it cannot, with the reason
   */
  public synchronized EmbeddedPostgres start() {
    if (supervisor.isWanted()) {
      return this;
    }
    PrivateFiles.folder(options.directory());
    lock = DirectoryLock.take(options.directory());
    try {
      supervisor.start();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return this;
  }

  /** Stops the server cleanly and returns when it is gone; does nothing when it is stopped. */
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

  /** Whether the server process is there now; for {@code Health}. */
  public boolean isRunning() {
    return supervisor.isRunning();
  }

  /** The port in use; 0 before the first start when none was asked for. */
  public int port() {
    return port;
  }

  /** Process number of the server. */
  public long pid() {
    return process.handle().pid();
  }

  /** The role that may do everything; for set-up, never for a service. */
  public PostgresAddress superuser() {
    return new PostgresAddress(HOST, port, PostgresData.SUPERUSER, data.password());
  }

  /**
   * Makes sure that the role exists with this password, and that the database exists and is the
   * role's own. May be repeated at any time.
   *
   * @param name and role: lower case letters, digits and underscores
   */
  public PostgresAddress createDatabase(String name, String role, Secret password) {
    new PostgresDatabases(superuser()).create(name, role, password);
    return new PostgresAddress(HOST, port, role, password);
  }

  /** The processes behind it, one after the other. */
  private final class Server implements Supervised {
    @Override
    public String title() {
      return "PostgreSQL";
    }

    @Override
    public Path directory() {
      return options.directory();
    }

    @Override
    public void launch() {
      home = PostgresBinaries.unpack(options.binariesCache());
      data = new PostgresData(home, options.directory(), options.fsync());
      data.create();
      data.pidFile().evictOrphan();
      process = launchOnSomePort();
      LOG.debug("process {} serves on port {}", process.handle().pid(), port);
    }

    private PostgresProcess launchOnSomePort() {
      for (int attempt = 1; port == 0 && attempt < FREE_PORT_ATTEMPTS; attempt++) {
        int free = freePort();
        try {
          PostgresProcess launched = launch(free);
          port = free;
          return launched;
        } catch (EmbeddedServerException e) {
          LOG.debug("port {} was taken before the server had it", free, e);
        }
      }
      port = port == 0 ? freePort() : port;
      return launch(port);
    }

    private PostgresProcess launch(int onPort) {
      return PostgresProcess.start(home, data, onPort, options.fsync(), supervisor::isWanted);
    }

    @Override
    public void halt() {
      PostgresProcess current = process;
      if (current == null) {
        return;
      }
      if (current.isAlive()) {
        PostgresProcess.stop(current.handle());
      }
      ServerRemains.clear(data.path());
    }

    @Override
    public boolean isAlive() {
      PostgresProcess current = process;
      return current != null && current.isAlive();
    }

    @Override
    public String epitaph() {
      return process.ending() + ", its log is " + data.log();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedServerException("no free port on " + HOST, e);
    }
  }
}
