package io.jangteo.simulation.market;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Messaging;
import io.jangteo.events.SimBackbone;
import io.jangteo.order.application.AdvanceSagas;
import io.jangteo.order.application.CallContext;
import io.jangteo.order.application.CancelOrder;
import io.jangteo.order.application.OrderMetrics;
import io.jangteo.order.application.OrderWaiters;
import io.jangteo.order.application.OtherServices;
import io.jangteo.order.application.PlaceOrder;
import io.jangteo.order.application.SagaRunner;
import io.jangteo.order.application.SagaTimers;
import io.jangteo.order.domain.saga.Jitter;
import io.jangteo.order.domain.saga.OrderSaga;
import io.jangteo.order.domain.saga.SagaTimings;
import io.jangteo.order.events.SagaMessageHandler;
import io.jangteo.order.events.SagaReplies;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.SimTransactions;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The order service. */
final class OrderService extends Service {
  /** Shorter than in earnest, so that a minute of virtual time sees every time-out. */
  private static final SagaTimings TIMINGS =
      new SagaTimings(
          Duration.ofMillis(1_500),
          Duration.ofSeconds(6),
          Duration.ofSeconds(6),
          Duration.ofSeconds(8),
          Duration.ofSeconds(20),
          Duration.ofSeconds(8),
          10);

  private static final Duration POLL = Duration.ofMillis(500);

  private final OrderTables tables;
  private final Coverage coverage;
  private final Supplier<UUID> ids;
  private final BiConsumer<UUID, CardToken> keepToken;
  private final Map<Node, Desk> desks = new HashMap<>();

  /** Where clients ask. */
  record Desk(PlaceOrder placing, CancelOrder cancelling) {}

  /**
   * @param keepToken what the payment service does with a card token
   */
  OrderService(
      Sim sim,
      Broker broker,
      Mutation mutation,
      Coverage coverage,
      Supplier<UUID> ids,
      BiConsumer<UUID, CardToken> keepToken) {
    super(sim, "order", broker, mutation);
    this.tables = new OrderTables(db());
    this.coverage = coverage;
    this.ids = ids;
    this.keepToken = keepToken;
  }

  OrderTables tables() {
    return tables;
  }

  /** Null while the process is not ready to serve. */
  Desk desk(Node node) {
    return desks.get(node);
  }

  @Override
  void start(Node node, SimTransactions transactions, SimBackbone backbone) {
    SimOrders orders = new SimOrders(node, tables);
    SimSagas sagas = new SimSagas(tables, coverage);
    OrderMetrics metrics = new OrderMetrics(new CompositeMeterRegistry());
    OrderWaiters waiters = new OrderWaiters(node.vertx(), orders, metrics, 100);
    SagaRunner runner = new SagaRunner(new OrderSaga(TIMINGS, Jitter.HASHED), sagas, metrics);
    MessageHandler handler =
        new SagaMessageHandler(new AdvanceSagas(sagas, runner, SagaReplies::read), waiters);
    Messaging.Builder builder = backbone.messaging("order").publishes(published());
    consume(builder, Subscriptions.ORDER_FROM_PAYMENT, handler);
    consume(builder, Subscriptions.ORDER_FROM_INVENTORY, handler);
    consume(builder, Subscriptions.ORDER_FROM_SHIPPING, handler);
    node.atDeath(() -> desks.remove(node));
    builder
        .start()
        .onSuccess(
            messaging -> {
              new SagaTimers(node.vertx(), sagas, runner, messaging, waiters, metrics).start(POLL);
              desks.put(
                  node,
                  new Desk(
                      new PlaceOrder(orders, new Neighbours(node), runner, messaging, ids),
                      new CancelOrder(sagas, runner, messaging, waiters)));
            });
  }

  private void consume(Messaging.Builder builder, Subscription from, MessageHandler handler) {
    builder.consume(from, applied().around(from.queue(), handler, coverage::answered));
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

  /** The services that are asked over the bus; they always answer, now or never. */
  private final class Neighbours implements OtherServices {
    private final Node node;

    private Neighbours(Node node) {
      this.node = node;
    }

    @Override
    public Future<Map<String, Money>> prices(Collection<String> skus, CallContext context) {
      Map<String, Money> prices = new TreeMap<>();
      skus.forEach(sku -> prices.put(sku, Basket.price(sku)));
      return node.later(sim().between(500, 3_000), Future.succeededFuture(prices));
    }

    @Override
    public Future<Void> keepToken(UUID orderId, String token, CallContext context) {
      keepToken.accept(orderId, new CardToken(token));
      return node.later(sim().between(500, 3_000), Future.succeededFuture());
    }

    @Override
    public Future<Void> requireMember(UUID memberId, CallContext context) {
      return Future.succeededFuture();
    }
  }
}
