package io.jangteo.marketplace;

import io.jangteo.embedded.EmbeddedConfig;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.config.Configuration;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole marketplace in this JVM: embedded database and broker, every service, the gateway.
 * Starts and stops in that order and its reverse; blocking, for a main thread.
 */
public final class Marketplace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Marketplace.class);

  private final Home home;
  private final FileLock lock;
  private final Optional<EmbeddedParts> parts;
  private final Services services;
  private volatile RunState state;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();

  private Marketplace(
      Home home, FileLock lock, Optional<EmbeddedParts> parts, Services services, RunState state) {
    this.home = home;
    this.lock = lock;
    this.parts = parts;
    this.services = services;
    this.state = state;
  }

  /**
   * Returns when the gateway answers and the built-in catalogue is there.
   *
   * @param port of the gateway
   * @param environment settings that override ours, see {@code docs/config.md}
   * @throws IOException when another process uses {@code home}, or a part does not start
   */
  public static Marketplace start(Home home, int port, Map<String, String> environment)
      throws IOException, InterruptedException {
    home.create();
    FileLock lock =
        home.tryLockPatiently()
            .orElseThrow(
                () ->
                    new IOException(
                        home.directory()
                            + " is in use by another process; stop it with ./jangteo down"));
    Credentials credentials = Credentials.loadOrCreate(home, Services.DATABASES);
    Configuration configuration = configuration(credentials, port, environment);
    boolean embedded = configuration.bind("marketplace", MarketplaceConfig.class).embedded();
    EmbeddedConfig servers = configuration.bind("embedded", EmbeddedConfig.class);
    Optional<EmbeddedParts> parts =
        embedded ? Optional.of(EmbeddedParts.start(home, servers)) : Optional.empty();
    try {
      Services services =
          Services.start(
              parts
                  .map(started -> started.settings(credentials.databaseSecrets()))
                  .map(configuration::withDefaults)
                  .orElse(configuration),
              parts.<BooleanSupplier>map(started -> started::isRunning));
      Marketplace marketplace =
          new Marketplace(home, lock, parts, services, state(services, parts));
      marketplace.open(credentials);
      return marketplace;
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.ifPresent(EmbeddedParts::close);
      throw e;
    }
  }

  private static Configuration configuration(
      Credentials credentials, int port, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    settings.put("member.seed.merchantEmail", credentials.merchant().email());
    settings.put("member.seed.merchantPassword", credentials.merchant().password());
    settings.put("member.seed.operatorEmail", credentials.operator().email());
    settings.put("member.seed.operatorPassword", credentials.operator().password());
    // Any free ones: two marketplaces on one machine must not meet.
    settings.put("management.port", "0");
    settings.put("sandbox.http.port", "0");
    // Whoever is on this machine may load it as hard as it can take; set, it holds for them too.
    settings.put("gateway.limits.exempt", LocalClients.ADDRESSES);
    settings.put("sandbox.apiKey", credentials.provider());
    settings.put("payment.provider.apiKey", credentials.provider());
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(Configuration.variable("gateway.port"), Integer.toString(port));
    return Configuration.ofEnvironment(variables).withDefaults(settings);
  }

  private static RunState state(Services services, Optional<EmbeddedParts> parts) {
    return RunState.ofJvm(
        ProcessHandle.current().pid(),
        services.gatewayUrl(),
        services.managementPort(),
        services.brokerUri(),
        parts.map(EmbeddedParts::postgresPid).orElse(0L),
        services.databases());
  }

  private void open(Credentials credentials) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "marketplace-stop"));
    GatewayClient gateway = new GatewayClient(state.gateways(), Duration.ofSeconds(30));
    new BuiltInCatalogue(gateway, new Session(gateway, credentials.merchant())).load();
    state.write(home);
    parts.ifPresent(started -> started.onRestart(() -> databaseRestarted(started)));
    LOG.info("serving {}", state.url());
  }

  private void databaseRestarted(EmbeddedParts started) {
    try {
      state = state.withDatabasePid(started.postgresPid());
      state.write(home);
    } catch (IOException e) {
      LOG.warn("{} could not be brought up to date", home.runFile(), e);
    }
  }

  public RunState state() {
    return state;
  }

  /** Returns when {@link #close} has been called, usually by a signal. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping");
    try {
      services.close();
      parts.ifPresent(EmbeddedParts::close);
      RunState.remove(home);
      lock.channel().close();
    } catch (IOException e) {
      LOG.warn("stopped, but {} could not be tidied", home.directory(), e);
    } finally {
      stopped.countDown();
    }
  }
}
