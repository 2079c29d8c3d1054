package io.jangteo.shipping;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.order.OrderCompleted;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.contracts.shipping.CancelShipment;
import io.jangteo.contracts.shipping.ScheduleShipment;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Messaging;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestGateway;
import io.jangteo.testing.TestRuntime;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running shipping service and everything it deals with, seen from the order's side. */
final class OrderSide implements AutoCloseable, MessageHandler {
  private static final List<MessageType<?>> SENT =
      Stream.concat(ShippingMessages.COMMANDS.stream(), OrderMessages.EVENTS.stream()).toList();

  private final Vertx vertx = Vertx.vertx();
  private final Database shipping;
  private final Messaging messaging;
  private final BusService bus;
  private final AtomicLong versions = new AtomicLong();
  private final List<InboundMessage> answers = new CopyOnWriteArrayList<>();
  private final Set<String> grants = ConcurrentHashMap.newKeySet();

  OrderSide() {
    BrokerConfig broker = TestServers.freshBroker();
    ServiceRuntime runtime = TestRuntime.create(vertx);
    DatabaseConfig db = TestServers.database("shipping");
    ShippingConfig config = new ShippingConfig(db, List.of("GB"), Duration.ofSeconds(1), 256);
    Await.success(vertx.deployVerticle(new ShippingVerticle(config, broker, runtime)));
    shipping = Await.success(Database.open(vertx, db, "db/chassis", "db/shipping"));
    Database own = Await.success(Database.open(vertx, TestServers.database("order"), "db/chassis"));
    messaging =
        Await.success(
            Messaging.of(vertx, "order", own, broker, runtime.health(), runtime.meters())
                .publishes(SENT)
                .subscriptions(Subscriptions.ALL)
                .consume(Subscriptions.ORDER_FROM_SHIPPING, this)
                .start());
    bus =
        Await.success(
            BusService.named("order", "played")
                .believing(TestGateway.directory())
                .on("authorizeOrderAccess", this::authorize)
                .start(vertx, new Contract(Json.LENIENT.createObjectNode())));
  }

  private Future<BusReply> authorize(BusRequest request) {
    if (!grants.contains(request.principal().sub() + " " + request.path("orderId"))) {
      throw ServiceFailure.notFound("order");
    }
    return Future.succeededFuture(BusReply.noContent());
  }

  void grant(Principal customer, UUID orderId) {
    grants.add(customer.sub() + " " + orderId);
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    answers.add(message);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    return handle(message, transaction);
  }

  void schedule(UUID orderId, String country) {
    Address address = new Address("A. Name", "1 Street", null, "London", "N1 1AA", country);
    send(ShippingMessages.SCHEDULE, orderId, new ScheduleShipment(orderId, address, 3));
  }

  void scheduleAgain(UUID orderId) {
    UUID id = Ids.named(orderId, ShippingMessages.SCHEDULE.name());
    Await.success(
        messaging.transaction(
            transaction -> {
              transaction.sendAgain(id);
              return Future.succeededFuture();
            }));
  }

  void cancel(UUID orderId) {
    send(ShippingMessages.CANCEL, orderId, new CancelShipment(orderId));
  }

  void complete(UUID orderId) {
    send(OrderMessages.COMPLETED, orderId, new OrderCompleted(orderId, new Money(1, "GBP")));
  }

  private <T> void send(MessageType<T> type, UUID orderId, T payload) {
    OutboundMessage message =
        new OutboundMessage(
            Ids.named(orderId, type.name()),
            type,
            "order",
            orderId,
            versions.incrementAndGet(),
            orderId,
            payload);
    Await.success(
        messaging.transaction(
            transaction -> {
              transaction.send(message);
              return Future.succeededFuture();
            }));
  }

  /** Types of the answers that arrived for the order. */
  List<String> answers(UUID orderId) {
    return about(orderId).map(InboundMessage::type).toList();
  }

  Set<UUID> answerIds(UUID orderId) {
    return about(orderId).map(InboundMessage::id).collect(Collectors.toSet());
  }

  String payload(UUID orderId, int index) {
    return about(orderId).toList().get(index).payload().toString();
  }

  private Stream<InboundMessage> about(UUID orderId) {
    return answers.stream().filter(answer -> answer.aggregateId().equals(orderId));
  }

  /** Types of everything the service has put into its outbox about the order. */
  List<String> said(UUID orderId) {
    String sql = "SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY aggregate_version";
    List<String> types = new ArrayList<>();
    for (Row row : Await.success(shipping.pool().preparedQuery(sql).execute(Tuple.of(orderId)))) {
      types.add(row.getString(0));
    }
    return types;
  }

  boolean hasProcessedCancellation(UUID orderId) {
    UUID id = Ids.named(orderId, ShippingMessages.CANCEL.name());
    String sql = "SELECT 1 FROM inbox WHERE message_id = $1";
    return Await.success(shipping.pool().preparedQuery(sql).execute(Tuple.of(id))).size() == 1;
  }

  BusReply call(String action, Principal caller, Object orderId) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .set(BusHeaders.PATH_PREFIX + "orderId", orderId.toString());
    if (caller != null) {
      headers.set(BusHeaders.ASSERTION, TestGateway.assertion(caller, "shipping", "order"));
    }
    return Await.success(
        new BusClient(vertx)
            .exchange("shipping", action, headers, Buffer.buffer(), Duration.ofSeconds(5)));
  }

  @Override
  public void close() {
    Await.success(bus.drain(Duration.ofSeconds(1)));
    Await.success(messaging.drain(Duration.ofSeconds(5)));
    Await.success(vertx.close());
  }
}
