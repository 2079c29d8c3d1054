package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of this process's own, on 127.0.0.1 alone, with data that outlives it. A
 * server that dies unasked is started again on the same port. All methods block and are safe for
 * use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration SOUND_RUN = Duration.ofSeconds(30);
  private static final int FREE_PORT_ATTEMPTS = 3;

  private final PostgresOptions options;
  private final Consumer<Boolean> listener;
  private DirectoryLock lock;
  private ScheduledExecutorService supervisor;
  private Path home;
  private PostgresData data;
  private Duration pause = FIRST_PAUSE;
  private long startedNanos;
  private volatile int port;
  private volatile PostgresProcess process;
  private volatile boolean wanted;

  public EmbeddedPostgres(PostgresOptions options) {
    this(options, running -> {});
  }

  /**
   * @param listener told {@code false} when the server died unasked and {@code true} when it runs
   *     again; called on the supervisor's thread, must return at once
   */
  public EmbeddedPostgres(PostgresOptions options, Consumer<Boolean> listener) {
    this.options = options;
    this.listener = listener;
    this.port = options.port();
  }

  /**
   * Returns when the server accepts connections; does nothing when it runs already. A second start
   * after {@link #stop} keeps the port of the first.
   *
   * @throws EmbeddedServerException when it cannot, with the reason
   */
  public synchronized EmbeddedPostgres start() {
    if (wanted) {
      return this;
    }
    PrivateFiles.folder(options.directory());
    lock = DirectoryLock.take(options.directory());
    try {
      home = PostgresBinaries.unpack(options.binariesCache());
      data = new PostgresData(home, options.directory(), options.fsync());
      data.create();
      data.pidFile().evictOrphan();
      process = launchOnSomePort();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    wanted = true;
    supervisor = Executors.newSingleThreadScheduledExecutor(EmbeddedPostgres::supervisorThread);
    supervise();
    return this;
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
    startedNanos = System.nanoTime();
    return PostgresProcess.start(home, data, onPort, options.fsync());
  }

  private void supervise() {
    PostgresProcess watched = process;
    watched
        .onExit()
        .thenRun(
            () -> {
              try {
                supervisor.execute(this::died);
              } catch (RejectedExecutionException e) {
                LOG.debug("the server ended because it was stopped", e);
              }
            });
  }

  private void died() {
    if (!wanted) {
      return;
    }
    LOG.error("PostgreSQL died, starting it again; its log is {}", data.log());
    listener.accept(false);
    if (System.nanoTime() - startedNanos > SOUND_RUN.toNanos()) {
      pause = FIRST_PAUSE;
    }
    reviveLater();
  }

  private void reviveLater() {
    supervisor.schedule(this::revive, pause.toMillis(), TimeUnit.MILLISECONDS);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private synchronized void revive() {
    if (!wanted) {
      return;
    }
    try {
      process = launch(port);
      supervise();
      LOG.info("PostgreSQL runs again on port {}", port);
      listener.accept(true);
    } catch (EmbeddedServerException e) {
      LOG.warn("PostgreSQL does not start yet, trying again in {}", pause, e);
      reviveLater();
    }
  }

  /** Stops the server cleanly and returns when it is gone; does nothing when it is stopped. */
  public void stop() {
    wanted = false;
    stopLocked();
  }

  private synchronized void stopLocked() {
    if (supervisor == null) {
      return;
    }
    supervisor.shutdownNow();
    supervisor = null;
    try {
      if (process.isAlive()) {
        PostgresProcess.stop(process.handle());
      }
    } finally {
      lock.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Whether the server process is there now; for {@code Health}. */
  public boolean isRunning() {
    PostgresProcess current = process;
    return wanted && current != null && current.isAlive();
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedServerException("no free port on " + HOST, e);
    }
  }

  private static Thread supervisorThread(Runnable work) {
    Thread thread = new Thread(work, "embedded-postgres-supervisor");
    thread.setDaemon(true);
    return thread;
  }
}
