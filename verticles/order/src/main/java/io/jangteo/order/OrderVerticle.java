package io.jangteo.order;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusService;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.order.api.OrderOperations;
import io.jangteo.order.api.SagaOperations;
import io.jangteo.order.application.AdvanceSagas;
import io.jangteo.order.application.CancelOrder;
import io.jangteo.order.application.InterveneInSaga;
import io.jangteo.order.application.KeptAnswers;
import io.jangteo.order.application.OrderMetrics;
import io.jangteo.order.application.OrderStore;
import io.jangteo.order.application.OrderWaiters;
import io.jangteo.order.application.OtherServices;
import io.jangteo.order.application.OtherServicesOnBus;
import io.jangteo.order.application.PlaceOrder;
import io.jangteo.order.application.ReadOrders;
import io.jangteo.order.application.SagaDesk;
import io.jangteo.order.application.SagaRunner;
import io.jangteo.order.application.SagaStore;
import io.jangteo.order.application.SagaTimers;
import io.jangteo.order.domain.saga.Jitter;
import io.jangteo.order.domain.saga.OrderSaga;
import io.jangteo.order.events.SagaMessageHandler;
import io.jangteo.order.events.SagaReplies;
import io.jangteo.order.persistence.PgOrderStore;
import io.jangteo.order.persistence.PgSagaDesk;
import io.jangteo.order.persistence.PgSagaStore;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.service.ServiceLifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The order service: wires its parts and starts them from the database outwards. */
public final class OrderVerticle extends VerticleBase {
  private static final String SERVICE = "order";

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
  private AdvanceSagas advance;
  private OrderMetrics metrics;
  private OrderWaiters waiters;
  private ServiceLifecycle lifecycle;

  public OrderVerticle(OrderConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    lifecycle = new ServiceLifecycle(vertx, SERVICE, runtime);
    return lifecycle
        .openDatabase(config.db())
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(lifecycle::abandon);
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    orders = new PgOrderStore(database);
    sagas = new PgSagaStore(database);
    metrics = new OrderMetrics(runtime.meters());
    waiters = new OrderWaiters(vertx, orders, metrics, config.waitersMax());
    OrderSaga saga = new OrderSaga(config.saga().timings(), Jitter.HASHED);
    runner = new SagaRunner(saga, sagas, metrics);
    advance = new AdvanceSagas(sagas, runner, SagaReplies::read);
    SagaMessageHandler handler = new SagaMessageHandler(advance, waiters);
    return lifecycle.startMessaging(
        lifecycle
            .messaging(database, broker)
            .publishes(published())
            .subscriptions(Subscriptions.ALL)
            .consume(Subscriptions.ORDER_FROM_PAYMENT, handler)
            .consume(Subscriptions.ORDER_FROM_INVENTORY, handler)
            .consume(Subscriptions.ORDER_FROM_SHIPPING, handler));
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

  private Future<Void> startServing(Messaging messaging) {
    SagaTimers timers = new SagaTimers(vertx, sagas, runner, messaging, waiters, metrics);
    timers.start(config.saga().timerPoll());
    lifecycle.onStop(timers::stop);
    lifecycle.watch("timers", timers::isHealthy);
    KeptAnswers kept = new KeptAnswers(vertx, sagas, advance, messaging, waiters);
    kept.start();
    lifecycle.onStop(kept::stop);
    OtherServices others =
        new OtherServicesOnBus(new BusClient(vertx, runtime.directory()), config.callTimeout());
    BusService.Builder service =
        lifecycle.operations().inFlightMax(IN_FLIGHT_MAX).longestDeadline(LONGEST);
    new OrderOperations(
            new PlaceOrder(orders, others, runner, messaging, Ids::next),
            new CancelOrder(sagas, runner, messaging, waiters),
            new ReadOrders(orders, waiters),
            waiters)
        .addTo(service);
    SagaDesk desk = new PgSagaDesk(database);
    new SagaOperations(desk, new InterveneInSaga(sagas, desk, runner, messaging, waiters))
        .addTo(service);
    // Before the drain: it would wait for those who wait.
    return lifecycle.serve(service).onSuccess(ignored -> lifecycle.onStop(this::closeWaiters));
  }

  private Future<Void> closeWaiters() {
    waiters.close();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
