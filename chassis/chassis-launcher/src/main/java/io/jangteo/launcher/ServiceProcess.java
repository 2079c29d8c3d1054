package io.jangteo.launcher;

import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.cluster.ClusterTime;
import io.jangteo.cluster.RepublishingCluster;
import io.jangteo.launcher.heal.HealingSettings;
import io.jangteo.launcher.heal.HealingVerticle;
import io.jangteo.launcher.heal.Starts;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.SoftwareVersion;
import io.jangteo.runtime.health.Health;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.runtime.health.ManagementServer;
import io.jangteo.runtime.json.Json;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the instances of a service in one process share. */
final class ServiceProcess {
  private static final int ID_TAIL = 24;

  private final String service;
  private final BoundSettings settings;
  private final VerticleFactory factory;
  private final String processId = Ids.next().toString().substring(ID_TAIL);
  private final Health health = new Health();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger instances = new AtomicInteger();
  private final AtomicInteger stopped = new AtomicInteger();
  private volatile boolean serving;
  private volatile int port;
  private volatile ManagementServer management;
  private volatile ServiceDirectory directory;
  private volatile InstantSource clock = InstantSource.system();
  private RepublishingCluster members;
  private Starts starts;
  private BooleanSupplier moved;
  private Consumer<String> restart;
  private volatile HealingVerticle healing;
  private Future<ServiceDirectory> opened;

  ServiceProcess(String service, BoundSettings settings, VerticleFactory factory) {
    this.service = service;
    this.settings = settings;
    this.factory = factory;
    health.register("process.started", () -> serving);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new JvmGcMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
  }

  LaunchedVerticle nextInstance() {
    return new LaunchedVerticle(this, instances.getAndIncrement());
  }

  /** Once for all instances: the management port first, so that a start can be watched. */
  synchronized Future<ServiceDirectory> open(Vertx vertx) {
    if (opened == null) {
      watchCluster(vertx);
      opened =
          ManagementServer.start(vertx, settings.get(ManagementConfig.class), health, meters)
              .onSuccess(started -> management = started)
              .compose(started -> LeasedServiceDirectory.open(vertx))
              .onSuccess(following -> directory = following)
              .compose(following -> heal(vertx).map(following));
    }
    return opened;
  }

  /**
   * This process is a node of a cluster: it goes by the cluster's time and watches over its place
   * there.
   *
   * @param hasMoved whether this machine has another address than the one that the node has bound
   * @param again starts this node anew, for the reason that it is given
   */
  void isNode(
      RepublishingCluster cluster, Starts soFar, BooleanSupplier hasMoved, Consumer<String> again) {
    clock = new ClusterTime(cluster);
    members = cluster;
    starts = soFar;
    moved = hasMoved;
    restart = again;
  }

  private Future<?> heal(Vertx vertx) {
    if (members == null) {
      return Future.succeededFuture();
    }
    HealingVerticle verticle =
        new HealingVerticle(
            members,
            directory,
            settings.get(HealingSettings.class),
            health,
            meters,
            starts,
            moved,
            restart);
    return vertx
        .deployVerticle(verticle)
        .onSuccess(
            deployed -> {
              healing = verticle;
              management.also("/cluster", () -> Json.encode(verticle.report()));
            });
  }

  /** One more thing that readiness depends on. */
  void require(String check, BooleanSupplier holds) {
    health.register(check, holds);
  }

  Tracing trace(TracingSettings to) {
    return Tracing.start(to, service, processId, SoftwareVersion.current());
  }

  private void watchCluster(Vertx vertx) {
    if (vertx.isClustered()) {
      ClusterNodes nodes = new ClusterNodes(vertx);
      int least = settings.get(ClusterSettings.class).sizeMin();
      health.register("cluster.size", () -> nodes.size() >= least);
      meters.gauge("jangteo.cluster.nodes", nodes, ClusterNodes::size);
    }
  }

  VerticleBase createVerticle(int index) {
    ServiceRuntime first =
        new ServiceRuntime(processId, SoftwareVersion.current(), health, meters, directory)
            .by(clock);
    return factory.create(settings, index == 0 ? first : first.sibling(index));
  }

  void deployed(VerticleBase verticle) {
    if (verticle instanceof Listening listening) {
      port = listening.port();
    }
  }

  /** All instances answer. */
  void serving() {
    serving = true;
    if (healing != null) {
      healing.serving();
    }
  }

  /** From now on nobody should send work here. */
  void draining() {
    health.drain();
    if (healing != null) {
      healing.goodbye();
    }
  }

  /** The directory outlives every instance that is announced in it. */
  Future<Void> instanceStopped() {
    boolean last = stopped.incrementAndGet() == instances.get();
    return last && directory != null ? directory.close() : Future.succeededFuture();
  }

  PrometheusMeterRegistry meters() {
    return meters;
  }

  RunningProcess describe(Vertx vertx) {
    return new RunningProcess(
        service,
        processId,
        ProcessHandle.current().pid(),
        new ClusterNodes(vertx).own(),
        SoftwareVersion.current(),
        management.port(),
        port);
  }
}
