package io.jangteo.order;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.order.api.OrderOperations;
import io.jangteo.order.application.AdvanceSagas;
import io.jangteo.order.application.CancelOrder;
import io.jangteo.order.application.OrderMetrics;
import io.jangteo.order.application.OrderStore;
import io.jangteo.order.application.OrderWaiters;
import io.jangteo.order.application.OtherServices;
import io.jangteo.order.application.PlaceOrder;
import io.jangteo.order.application.ReadOrders;
import io.jangteo.order.application.SagaRunner;
import io.jangteo.order.application.SagaStore;
import io.jangteo.order.application.SagaTimers;
import io.jangteo.order.domain.saga.Jitter;
import io.jangteo.order.domain.saga.OrderSaga;
import io.jangteo.order.events.SagaMessageHandler;
import io.jangteo.order.persistence.PgOrderStore;
import io.jangteo.order.persistence.PgSagaStore;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The order service: wires its parts and starts them from the database outwards. */
public final class OrderVerticle extends VerticleBase {
  private static final String SERVICE = "order";
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** Longer than the longest wait a caller may ask for. */
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private static final int IN_FLIGHT_MAX = 2048;

  private final OrderConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private OrderStore orders;
  private SagaStore sagas;
  private SagaRunner runner;
  private OrderMetrics metrics;
  private OrderWaiters waiters;
  private Messaging messaging;
  private SagaTimers timers;
  private BusService bus;
  private ServiceInstance instance;

  public OrderVerticle(OrderConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/order")
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    orders = new PgOrderStore(database);
    sagas = new PgSagaStore(database);
    metrics = new OrderMetrics(runtime.meters());
    waiters = new OrderWaiters(vertx, orders, metrics, config.waitersMax());
    OrderSaga saga = new OrderSaga(config.saga().timings(), Jitter.HASHED);
    runner = new SagaRunner(saga, sagas, metrics);
    SagaMessageHandler handler = new SagaMessageHandler(new AdvanceSagas(sagas, runner), waiters);
    return Messaging.of(vertx, SERVICE, database, broker, runtime.health(), runtime.meters())
        .publishes(published())
        .subscriptions(Subscriptions.ALL)
        .consume(Subscriptions.ORDER_FROM_PAYMENT, handler)
        .consume(Subscriptions.ORDER_FROM_INVENTORY, handler)
        .consume(Subscriptions.ORDER_FROM_SHIPPING, handler)
        .start();
  }

  private static List<MessageType<?>> published() {
    return Stream.of(
            OrderMessages.EVENTS,
            PaymentMessages.COMMANDS,
            InventoryMessages.COMMANDS,
            ShippingMessages.COMMANDS)
        .flatMap(List::stream)
        .toList();
  }

  private Future<Void> startServing(Messaging started) {
    messaging = started;
    timers = new SagaTimers(vertx, sagas, runner, messaging, waiters, metrics);
    timers.start(config.saga().timerPoll());
    OtherServices others = new OtherServices(new BusClient(vertx), config.callTimeout());
    BusService.Builder service =
        BusService.named(SERVICE, runtime.processId())
            .inFlightMax(IN_FLIGHT_MAX)
            .longestDeadline(LONGEST);
    new OrderOperations(
            new PlaceOrder(orders, others, runner, messaging),
            new CancelOrder(sagas, runner, messaging, waiters),
            new ReadOrders(orders, waiters),
            waiters)
        .addTo(service);
    Contract contract = Contract.load(SERVICE);
    instance =
        new ServiceInstance(
            SERVICE,
            runtime.processId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            contract.document());
    return service.start(vertx, contract).compose(this::announce);
  }

  private Future<Void> announce(BusService serving) {
    bus = serving;
    runtime.health().register(SERVICE + ".database", timers::isHealthy);
    return runtime.directory().announce(instance);
  }

  /** From the outside inwards; whatever was not started is skipped. */
  @Override
  public Future<?> stop() {
    runtime.health().remove(SERVICE + ".database");
    return after(instance, () -> runtime.directory().withdraw(instance))
        .onComplete(ignored -> closeWaiters())
        .eventually(() -> after(bus, () -> bus.drain(DRAIN)))
        .eventually(() -> after(timers, () -> timers.stop()))
        .eventually(() -> after(messaging, () -> messaging.drain(DRAIN)))
        .eventually(() -> after(database, () -> database.close()));
  }

  private void closeWaiters() {
    if (waiters != null) {
      waiters.close();
    }
  }

  private static Future<Void> after(Object started, Supplier<Future<Void>> end) {
    return started == null ? Future.succeededFuture() : end.get();
  }
}
