package io.jangteo.marketplace.cluster;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import io.jangteo.embedded.EmbeddedConfig;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.SoftwareVersion;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.Health;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.runtime.health.ManagementServer;
import io.jangteo.runtime.json.Json;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded servers of a cluster in a process of their own, always at the ports that the home
 * keeps for them. Blocking, for a main thread.
 */
public final class Infrastructure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Infrastructure.class);
  private static final int START_SECONDS = 30;

  private final Home home;
  private final Path reportFile;
  private final Optional<EmbeddedPostgres> postgres;
  private final Optional<EmbeddedBroker> broker;
  private final String instance = Ids.next().toString().substring(24);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Health health = new Health();
  private volatile int managementPort;
  private volatile Optional<ArchiveKeeper> archives = Optional.empty();

  private Infrastructure(
      Home home, ClusterSettings settings, EmbeddedConfig config, Path reportFile) {
    this.home = home;
    this.reportFile = reportFile;
    long floor = config.diskFloor().bytes();
    PostgresOptions database =
        PostgresOptions.in(home.postgres()).withPort(settings.databasePort()).withDiskFloor(floor);
    BrokerOptions messages =
        BrokerOptions.in(home.broker()).withPort(settings.brokerPort()).withDiskFloor(floor);
    this.postgres =
        settings.hasEmbeddedDatabase()
            ? Optional.of(new EmbeddedPostgres(database, this::databaseChanged))
            : Optional.empty();
    this.broker =
        settings.hasEmbeddedBroker() ? Optional.of(new EmbeddedBroker(messages)) : Optional.empty();
  }

  /**
   * Returns when the servers that this cluster runs itself accept connections, with every service's
   * database made, and the report of this process written.
   *
   * @throws IOException when no cluster was planned here, or something does not start
   */
  public static Infrastructure start(Home home, Map<String, String> environment)
      throws IOException, InterruptedException {
    ClusterSettings settings =
        ClusterSettings.read(home)
            .orElseThrow(() -> new IOException("started by ./jangteo cluster only"));
    Path reportFile =
        Optional.ofNullable(environment.get("PROCESS_RUN_FILE"))
            .map(Path::of)
            .orElseThrow(() -> new IOException("PROCESS_RUN_FILE is missing"));
    EmbeddedConfig config =
        Configuration.ofEnvironment(environment).bind("embedded", EmbeddedConfig.class);
    Infrastructure parts = new Infrastructure(home, settings, config, reportFile);
    Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "infrastructure-stop"));
    parts.startServers();
    parts.startManagement(environment);
    parts.writeReport();
    LOG.info("serving {}", parts.description());
    return parts;
  }

  private void startServers() throws IOException {
    CompletableFuture<?> messages =
        CompletableFuture.runAsync(() -> broker.ifPresent(EmbeddedBroker::start));
    Credentials credentials = Credentials.loadOrCreate(home, ServiceKind.databases());
    postgres.ifPresent(
        server -> {
          server.start();
          credentials
              .databaseSecrets()
              .forEach(
                  (service, password) ->
                      server.createDatabase(service + "_db", service + "_app", password));
          health.register("infrastructure.database", server::isRunning);
        });
    messages.join();
    broker.ifPresent(server -> health.register("infrastructure.broker", server::isRunning));
  }

  private void startManagement(Map<String, String> environment)
      throws IOException, InterruptedException {
    ManagementConfig config =
        Configuration.ofEnvironment(environment).bind("management", ManagementConfig.class);
    try {
      managementPort =
          ManagementServer.start(
                  vertx, config, health, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, TimeUnit.SECONDS)
              .port();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the management port cannot be opened: " + e.getMessage(), e);
    }
  }

  private void databaseChanged(boolean running) {
    if (!running || managementPort == 0) {
      return;
    }
    try {
      writeReport();
    } catch (IOException e) {
      LOG.warn("{} could not be brought up to date", reportFile, e);
    }
  }

  private void writeReport() throws IOException {
    ProcessReport report =
        new ProcessReport(
            ServiceKind.INFRASTRUCTURE.title(),
            instance,
            ProcessHandle.current().pid(),
            "",
            SoftwareVersion.current(),
            managementPort,
            0,
            postgres.map(EmbeddedPostgres::pid).orElse(0L),
            broker.map(server -> server.uri().value()).orElse(null));
    Home.writePrivately(reportFile, Json.encode(report).getBytes());
  }

  private String description() {
    return postgres.map(server -> "PostgreSQL on port " + server.port()).orElse("no database")
        + ", "
        + broker.map(server -> "AMQP on port " + server.port()).orElse("no broker");
  }

  /**
   * Makes what the services of the cluster start sooner from, for as long as this runs.
   *
   * @param project folder with the JVM options of a service
   */
  public void keepArchives(Path project) {
    archives = Optional.of(new ArchiveKeeper(home, project).start());
  }

  /** Returns when {@link #close} has been called, usually by a signal. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** The broker first: what it has not delivered is safe in its store. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping");
    health.drain();
    archives.ifPresent(ArchiveKeeper::close);
    try {
      broker.ifPresent(EmbeddedBroker::stop);
    } finally {
      postgres.ifPresent(EmbeddedPostgres::stop);
      vertx.close();
      forget();
      stopped.countDown();
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(reportFile);
    } catch (IOException e) {
      LOG.warn("{} could not be removed", reportFile, e);
    }
  }
}
