package io.jangteo.service;

import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a service's parts start, from the database outwards, and its reverse in which
 * they stop. A verticle holds one and asks it for each part in turn; whatever was not started is
 * skipped at the end.
 *
 * <p>To be used on the verticle's context.
 */
public final class ServiceLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceLifecycle.class);

  /** How long each part may take to finish what it has begun. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Vertx vertx;
  private final String service;
  private final ServiceRuntime runtime;
  private final Deque<Supplier<Future<Void>>> stops = new ArrayDeque<>();
  private Messaging messaging;
  private IntSupplier pressure = () -> 0;

  /**
   * @param service its name: its address on the bus, its folder of migrations and of contracts, and
   *     the prefix of its health checks
   */
  public ServiceLifecycle(Vertx vertx, String service, ServiceRuntime runtime) {
    this.vertx = vertx;
    this.service = service;
    this.runtime = runtime;
  }

  /**
   * Waits for the service's own database, migrates it and watches it. When too much waits for it,
   * the service's operations are refused, the least important first.
   */
  public Future<Database> openDatabase(DatabaseConfig config) {
    return Database.open(vertx, config, "db/chassis", "db/" + service)
        .onSuccess(
            database -> {
              pressure = database::pressure;
              onStop(database::close);
              watch("database", database::isReachable);
            });
  }

  /** Messages of this service, still to be told what it publishes and consumes. */
  public Messaging.Builder messaging(Database database, BrokerConfig broker) {
    return Messaging.of(vertx, service, database, broker, runtime.health(), runtime.meters());
  }

  /** Waits for the broker, starts to publish and to consume. */
  public Future<Messaging> startMessaging(Messaging.Builder builder) {
    return builder
        .start()
        .onSuccess(
            started -> {
              messaging = started;
              onStop(() -> started.drain(PATIENCE));
            });
  }

  /**
   * What a service does with its database before it serves. Where many start at once even a
   * database that was reached may not answer in time: the work is done again, for as long as start
   * waits for the server.
   *
   * @param work of which twice does what once does
   */
  public <T> Future<T> first(DatabaseConfig config, Supplier<Future<T>> work) {
    return first(work, System.nanoTime() + config.startTimeout().toNanos());
  }

  private <T> Future<T> first(Supplier<Future<T>> work, long deadline) {
    return work.get()
        .recover(
            error ->
                isPassing(error) && System.nanoTime() - deadline < 0
                    ? vertx
                        .timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                        .compose(ignored -> first(work, deadline))
                    : Future.failedFuture(error));
  }

  private static boolean isPassing(Throwable error) {
    return error instanceof ServiceFailure failure
        && (failure.code() == FailureCode.UNAVAILABLE
            || failure.code() == FailureCode.DEADLINE_EXCEEDED);
  }

  /** The service's operations on the bus, still to be added. */
  public BusService.Builder operations() {
    BusService.Builder operations =
        BusService.named(service, runtime.instanceId())
            .meters(runtime.meters())
            .shedding(pressure)
            .clock(runtime.clock())
            .believing(runtime.directory());
    return runtime.primary() ? operations : operations.secondary();
  }

  /**
   * Answers on the bus, and only then tells the others. What the contract offers operators about
   * messages is added.
   */
  public Future<Void> serve(BusService.Builder operations) {
    Contract contract = Contract.load(service);
    if (MessageOperations.areIn(contract)) {
      new MessageOperations(service, messaging).addTo(operations);
    }
    return operations
        .start(vertx, contract)
        .onSuccess(bus -> onStop(() -> bus.drain(PATIENCE)))
        .compose(ignored -> announce(contract));
  }

  private Future<Void> announce(Contract contract) {
    ServiceInstance instance =
        new ServiceInstance(
            service,
            runtime.instanceId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            contract.document());
    onStop(() -> runtime.directory().withdraw(instance));
    return runtime.directory().announce(instance);
  }

  /** Adds a readiness check of this service for as long as it runs. */
  public void watch(String part, BooleanSupplier check) {
    String owner = runtime.primary() ? service : service + "-" + runtime.instanceId();
    String name = owner + "." + part;
    runtime.health().register(name, check);
    onStop(
        () -> {
          runtime.health().remove(name);
          return Future.succeededFuture();
        });
  }

  /** Something more to stop, before everything that was started so far. */
  public void onStop(Supplier<Future<Void>> stop) {
    stops.push(stop);
  }

  /** Stops what was started, the last first; a part that fails to is reported and passed over. */
  public Future<Void> stop() {
    Future<Void> stopped = Future.succeededFuture();
    while (!stops.isEmpty()) {
      Supplier<Future<Void>> next = stops.pop();
      stopped = stopped.eventually(() -> next.get().onFailure(this::report));
    }
    return stopped;
  }

  private void report(Throwable failure) {
    LOG.atWarn().addKeyValue("service", service).setCause(failure).log("did not stop in order");
  }

  /**
   * For a start that failed half way: Vert.x stops only what has started. Fails with {@code error}
   * once everything is stopped.
   */
  public <T> Future<T> abandon(Throwable error) {
    return stop().transform(ignored -> Future.failedFuture(error));
  }
}
