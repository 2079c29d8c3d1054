package io.jangteo.marketplace;

import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.catalog.CatalogConfig;
import io.jangteo.catalog.CatalogVerticle;
import io.jangteo.events.BrokerConfig;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.GatewayVerticle;
import io.jangteo.inventory.InventoryConfig;
import io.jangteo.inventory.InventoryVerticle;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import io.jangteo.member.MemberConfig;
import io.jangteo.member.MemberVerticle;
import io.jangteo.order.OrderConfig;
import io.jangteo.order.OrderVerticle;
import io.jangteo.payment.PaymentConfig;
import io.jangteo.payment.PaymentVerticle;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.SoftwareVersion;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.Health;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.runtime.health.ManagementServer;
import io.jangteo.sandbox.SandboxConfig;
import io.jangteo.sandbox.SandboxVerticle;
import io.jangteo.shipping.ShippingConfig;
import io.jangteo.shipping.ShippingVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every verticle of the marketplace on one Vert.x, deployed in the order in which they need each
 * other.
 */
final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  /** Services that own a database, by the prefix of their settings. */
  static final List<String> DATABASES =
      List.of("member", "catalog", "inventory", "order", "payment", "sandbox", "shipping");

  private static final int EVENT_LOOPS = 2;
  private static final int WORKERS = 12;
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 30;

  private Configuration configuration;
  private final Vertx vertx;
  private final Health health = new Health();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Deque<String> deployments = new ConcurrentLinkedDeque<>();
  private final Map<String, DatabaseAccess> databases = new TreeMap<>();
  private BrokerConfig broker;
  private ServiceDirectory directory;
  private ManagementServer management;
  private String gatewayUrl;

  private Services(Configuration configuration) {
    this.configuration = configuration;
    this.vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(WORKERS));
  }

  /**
   * Deploys all of them and waits until they answer.
   *
   * @param infrastructure whether the embedded servers run, where there are any
   * @throws IOException naming what did not start
   */
  static Services start(Configuration configuration, Optional<BooleanSupplier> infrastructure)
      throws IOException, InterruptedException {
    Services services = new Services(configuration);
    infrastructure.ifPresent(check -> services.health.register("infrastructure", check));
    try {
      await(services.deploy(), START_SECONDS);
      return services;
    } catch (IOException | InterruptedException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private Future<?> deploy() {
    broker = configuration.bind("rabbitmq", BrokerConfig.class);
    return LeasedServiceDirectory.open(vertx)
        .onSuccess(opened -> directory = opened)
        .compose(opened -> deployServices(runtime(opened)))
        .compose(ignored -> startManagement());
  }

  private ServiceRuntime runtime(ServiceDirectory opened) {
    String processId = Ids.next().toString().substring(24);
    return new ServiceRuntime(processId, SoftwareVersion.current(), health, meters, opened);
  }

  private Future<?> deployServices(ServiceRuntime runtime) {
    SandboxVerticle sandbox =
        new SandboxVerticle(bind("sandbox", SandboxConfig.class, SandboxConfig::db), health);
    GatewayVerticle gateway =
        new GatewayVerticle(
            configuration.bind("gateway", GatewayConfig.class), Optional.of(broker), runtime);
    return deploy(sandbox)
        .compose(
            ignored -> Future.all(services(runtime, sandbox.port()).map(this::deploy).toList()))
        .compose(ignored -> deploy(gateway))
        .onSuccess(ignored -> gatewayUrl = "http://localhost:" + gateway.port());
  }

  /** All that register on the bus; the provider's port is known only now. */
  private Stream<VerticleBase> services(ServiceRuntime runtime, int providerPort) {
    configuration =
        configuration.withDefaults(
            Map.of("payment.provider.baseUrl", "http://127.0.0.1:" + providerPort));
    MemberConfig member = bind("member", MemberConfig.class, MemberConfig::db);
    CatalogConfig catalog = bind("catalog", CatalogConfig.class, CatalogConfig::db);
    InventoryConfig inventory = bind("inventory", InventoryConfig.class, InventoryConfig::db);
    PaymentConfig payment = bind("payment", PaymentConfig.class, PaymentConfig::db);
    ShippingConfig shipping = bind("shipping", ShippingConfig.class, ShippingConfig::db);
    OrderConfig order = bind("order", OrderConfig.class, OrderConfig::db);
    return Stream.of(
        new MemberVerticle(member, broker, runtime),
        new CatalogVerticle(catalog, broker, runtime),
        new InventoryVerticle(inventory, broker, runtime),
        new PaymentVerticle(payment, broker, runtime),
        new ShippingVerticle(shipping, broker, runtime),
        new OrderVerticle(order, broker, runtime));
  }

  /** Binds a service's settings and remembers how its database is read from outside. */
  private <T extends Record> T bind(
      String prefix, Class<T> type, Function<T, DatabaseConfig> database) {
    T config = configuration.bind(prefix, type);
    DatabaseConfig db = database.apply(config);
    databases.put(
        prefix,
        new DatabaseAccess(db.host(), db.port(), db.name(), db.user(), db.password().value()));
    return config;
  }

  private Future<String> deploy(VerticleBase verticle) {
    return vertx.deployVerticle(verticle).onSuccess(deployments::push);
  }

  private Future<?> startManagement() {
    ManagementConfig config = configuration.bind("management", ManagementConfig.class);
    return ManagementServer.start(vertx, config, health, meters)
        .onSuccess(started -> management = started);
  }

  String gatewayUrl() {
    return gatewayUrl;
  }

  int managementPort() {
    return management.port();
  }

  String brokerUri() {
    return broker.uri().value();
  }

  Map<String, DatabaseAccess> databases() {
    return databases;
  }

  /** The gateway first, the services in the reverse of their start, then what they stood on. */
  @Override
  public void close() {
    health.drain();
    Future<?> stopped = Future.succeededFuture();
    for (String deployment : deployments) {
      stopped = stopped.eventually(() -> vertx.undeploy(deployment));
    }
    Future<?> closed =
        stopped
            .eventually(() -> directory == null ? Future.succeededFuture() : directory.close())
            .eventually(vertx::close);
    try {
      await(closed, STOP_SECONDS);
    } catch (IOException e) {
      LOG.warn("the services did not all stop in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<?> future, int seconds)
      throws IOException, InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("not done within " + seconds + " s", e);
    }
  }
}
