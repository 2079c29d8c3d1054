package io.jangteo.marketplace.cluster;

import io.jangteo.embedded.PostgresDatabases;
import io.jangteo.marketplace.BuiltInCatalogue;
import io.jangteo.marketplace.certificates.CertificateFolder;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.cluster.Launcher.Started;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Starts a market of many processes, each its own JVM. Blocking, for a main thread; the caller
 * holds the home's lock.
 */
public final class Cluster {
  private static final Duration OPENING = Duration.ofSeconds(30);

  private final Home home;
  private final Path project;
  private final Consumer<String> progress;
  private final ProcessFolder folder;
  private final Releases releases;

  /**
   * @param project folder with the built jars
   * @param progress takes one line for each thing that a person waits for
   */
  public Cluster(Home home, Path project, Consumer<String> progress) {
    this.home = home;
    this.project = project;
    this.progress = progress;
    this.folder = new ProcessFolder(home);
    this.releases = new Releases(home, project);
  }

  /**
   * What to start.
   *
   * @param gatewayPort of the first gateway; 0 takes any free ones
   * @param rabbitmqUri null for the embedded broker
   * @param postgresUri null for the embedded database server
   * @param tls whether the event bus speaks TLS, with certificates that are made where they are
   *     missing
   */
  public record Options(
      int gatewayPort, int gateways, String rabbitmqUri, String postgresUri, boolean tls) {
    public Options(int gatewayPort, int gateways, String rabbitmqUri, String postgresUri) {
      this(gatewayPort, gateways, rabbitmqUri, postgresUri, false);
    }
  }

  /**
   * Returns when every process is ready and the built-in catalogue is there.
   *
   * @throws IOException when something does not start; what had started is stopped again
   */
  public RunState start(Options options) throws IOException, InterruptedException {
    releases.requireBuilt();
    if (folder.anyAlive()) {
      throw new IOException(
          "a cluster is already running from "
              + home.directory()
              + "; stop it with ./jangteo down");
    }
    forgetTheDead();
    ClusterSettings settings =
        ClusterSettings.forStart(
            home,
            options.gatewayPort(),
            options.gateways(),
            options.rabbitmqUri(),
            options.postgresUri());
    if (options.tls()) {
      CertificateFolder certificates = new CertificateFolder(home.certificates());
      certificates.prepare(Instant.now());
      settings = settings.withCertificates(certificates);
    }
    settings.write(home);
    try {
      return start(settings, options.gateways());
    } catch (IOException | InterruptedException | RuntimeException e) {
      // An interrupt must not keep it from tidying up.
      boolean interrupted = Thread.interrupted();
      new ClusterStop(home, line -> {}).stopAll();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private void forgetTheDead() throws IOException {
    for (ExpectedProcess dead : folder.expected()) {
      folder.forget(dead.instance());
      CanaryNote.remove(home, dead.instance().service());
    }
    RunState.remove(home);
  }

  private RunState start(ClusterSettings planned, int gateways)
      throws IOException, InterruptedException {
    Credentials credentials = Credentials.loadOrCreate(home, ServiceKind.databases());
    ClusterSettings settings = startServers(planned, credentials);
    ClusterEnvironment environment = new ClusterEnvironment(settings, credentials);
    Launcher launcher = new Launcher(home, project, folder, environment);
    List<Started> started = new ArrayList<>();
    for (Instance instance : plan(gateways)) {
      started.add(launcher.launch(instance, releases.built(instance.service())));
    }
    new ReadyWatch(folder, progress).await(started);
    List<String> urls = IntStream.rangeClosed(1, gateways).mapToObj(settings::gatewayUrl).toList();
    RunState state = RunState.ofCluster(urls, settings.brokerUri(), environment.databases());
    open(state, credentials);
    Releases.removeUnused(home, folder);
    return state;
  }

  /** Every service once, then the gateways. */
  static List<Instance> plan(int gateways) {
    List<Instance> plan = new ArrayList<>();
    for (ServiceKind service : ServiceKind.values()) {
      if (service.isService()) {
        plan.add(new Instance(service, 1));
      }
    }
    for (int number = 1; number <= gateways; number++) {
      plan.add(new Instance(ServiceKind.GATEWAY, number));
    }
    return plan;
  }

  /** Gives the settings with the broker's address, which is known only when it runs. */
  private ClusterSettings startServers(ClusterSettings settings, Credentials credentials)
      throws IOException, InterruptedException {
    if (!settings.hasEmbeddedDatabase()) {
      createDatabases(settings, credentials);
    }
    if (!settings.hasInfrastructure()) {
      return settings;
    }
    Instance infrastructure = new Instance(ServiceKind.INFRASTRUCTURE, 1);
    Launcher launcher =
        new Launcher(home, project, folder, new ClusterEnvironment(settings, credentials));
    Path release = releases.built(ServiceKind.INFRASTRUCTURE);
    new ReadyWatch(folder, progress).await(List.of(launcher.launch(infrastructure, release)));
    if (!settings.hasEmbeddedBroker()) {
      return settings;
    }
    ProcessReport report =
        folder
            .find(infrastructure)
            .flatMap(ExpectedProcess::report)
            .orElseThrow(() -> new IOException("the broker's address was not written down"));
    ClusterSettings complete = settings.withBrokerUri(report.brokerUri());
    complete.write(home);
    return complete;
  }

  private static void createDatabases(ClusterSettings settings, Credentials credentials) {
    PostgresUri uri = PostgresUri.parse(settings.postgresUri());
    PostgresDatabases databases = new PostgresDatabases(uri.administrator(), uri.database());
    credentials
        .databaseSecrets()
        .forEach(
            (service, password) -> databases.create(service + "_db", service + "_app", password));
  }

  private void open(RunState state, Credentials credentials)
      throws IOException, InterruptedException {
    Routes.await(state.gateways());
    GatewayClient gateway = new GatewayClient(state.gateways(), OPENING);
    new BuiltInCatalogue(gateway, new Session(gateway, credentials.merchant())).load();
    state.write(home);
  }
}
