package io.jangteo.order;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.StockCommitRefused;
import io.jangteo.contracts.inventory.StockCommitted;
import io.jangteo.contracts.inventory.StockReleased;
import io.jangteo.contracts.inventory.StockReserved;
import io.jangteo.contracts.inventory.StockUnavailable;
import io.jangteo.contracts.payment.PaymentAuthorized;
import io.jangteo.contracts.payment.PaymentCaptureRefused;
import io.jangteo.contracts.payment.PaymentCaptured;
import io.jangteo.contracts.payment.PaymentDeclined;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.payment.PaymentVoided;
import io.jangteo.contracts.shipping.ShipmentCancelled;
import io.jangteo.contracts.shipping.ShipmentRefused;
import io.jangteo.contracts.shipping.ShipmentScheduled;
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
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Payment, inventory and shipping in one, over the real broker, doing what a test tells them. */
final class FakeParticipants implements MessageHandler {
  private static final Money MONEY = new Money(1, "GBP");

  /** What a participant says, and how. */
  private record Reply(MessageType<?> type, Function<UUID, Object> payload) {}

  private static final Map<String, Reply> GRANTS =
      Map.of(
          PaymentMessages.AUTHORIZE.name(),
          new Reply(PaymentMessages.AUTHORIZED, id -> new PaymentAuthorized(id, MONEY)),
          InventoryMessages.RESERVE.name(),
          new Reply(InventoryMessages.RESERVED, StockReserved::new),
          ShippingMessages.SCHEDULE.name(),
          new Reply(ShippingMessages.SCHEDULED, id -> new ShipmentScheduled(id, id, "JT" + id)),
          PaymentMessages.CAPTURE.name(),
          new Reply(PaymentMessages.CAPTURED, id -> new PaymentCaptured(id, MONEY)),
          InventoryMessages.COMMIT.name(),
          new Reply(InventoryMessages.COMMITTED, StockCommitted::new),
          PaymentMessages.VOID.name(),
          new Reply(PaymentMessages.VOIDED, PaymentVoided::new),
          InventoryMessages.RELEASE.name(),
          new Reply(InventoryMessages.RELEASED, StockReleased::new),
          ShippingMessages.CANCEL.name(),
          new Reply(ShippingMessages.CANCELLED, ShipmentCancelled::new));

  private static final Map<String, Reply> REFUSALS =
      Map.of(
          PaymentMessages.AUTHORIZE.name(),
          new Reply(PaymentMessages.DECLINED, id -> new PaymentDeclined(id, "no_funds")),
          InventoryMessages.RESERVE.name(),
          new Reply(
              InventoryMessages.UNAVAILABLE,
              id -> new StockUnavailable(id, "too_little", List.of())),
          ShippingMessages.SCHEDULE.name(),
          new Reply(ShippingMessages.REFUSED, id -> new ShipmentRefused(id, "not_served")),
          PaymentMessages.CAPTURE.name(),
          new Reply(
              PaymentMessages.CAPTURE_REFUSED, id -> new PaymentCaptureRefused(id, "expired")),
          InventoryMessages.COMMIT.name(),
          new Reply(
              InventoryMessages.COMMIT_REFUSED, id -> new StockCommitRefused(id, "not_there")));

  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Set<String> late = ConcurrentHashMap.newKeySet();
  private final List<InboundMessage> unanswered = new CopyOnWriteArrayList<>();
  private final Map<UUID, List<InboundMessage>> received = new ConcurrentHashMap<>();
  private final Map<UUID, List<UUID>> replies = new ConcurrentHashMap<>();
  private final AtomicLong versions = new AtomicLong();
  private Database database;
  private Messaging messaging;

  static Future<FakeParticipants> start(Vertx vertx, DatabaseConfig db, BrokerConfig broker) {
    FakeParticipants fakes = new FakeParticipants();
    return Database.open(vertx, db, "db/chassis")
        .compose(
            opened -> {
              fakes.database = opened;
              Messaging.Builder builder =
                  Messaging.of(
                          vertx,
                          "participants",
                          opened,
                          broker,
                          new Health(),
                          new SimpleMeterRegistry())
                      .publishes(
                          Stream.of(
                                  PaymentMessages.EVENTS,
                                  InventoryMessages.EVENTS,
                                  ShippingMessages.EVENTS)
                              .<MessageType<?>>flatMap(List::stream)
                              .toList())
                      .subscriptions(Subscriptions.ALL);
              for (Subscription subscription :
                  List.of(
                      Subscriptions.PAYMENT_COMMANDS,
                      Subscriptions.INVENTORY_COMMANDS,
                      Subscriptions.SHIPPING_COMMANDS,
                      Subscriptions.SHIPPING_FROM_ORDER)) {
                builder.consume(subscription, fakes);
              }
              return builder.start();
            })
        .map(
            started -> {
              fakes.messaging = started;
              return fakes;
            });
  }

  void refuse(MessageType<?> command) {
    refused.add(command.name());
  }

  /** Neither does nor says anything; what came meanwhile is lost. */
  void ignore(MessageType<?> command) {
    silent.add(command.name());
  }

  /** Does it, and says so only when told to by {@link #answerLate}. */
  void answerLater(MessageType<?> command) {
    late.add(command.name());
  }

  /** What was done and not answered is answered now. */
  Future<Void> answerLate() {
    late.clear();
    return messaging.transaction(
        transaction -> {
          unanswered.forEach(message -> reply(message, transaction));
          unanswered.clear();
          return Future.succeededFuture();
        });
  }

  void behave() {
    refused.clear();
    silent.clear();
    late.clear();
    unanswered.clear();
  }

  /** Names of everything received for an order, repetitions included. */
  List<String> received(UUID orderId) {
    return received.getOrDefault(orderId, List.of()).stream().map(InboundMessage::type).toList();
  }

  /** How many commands came about an order, each counted once. */
  long commands(UUID orderId) {
    return received.getOrDefault(orderId, List.of()).stream()
        .filter(message -> GRANTS.containsKey(message.type()))
        .map(InboundMessage::id)
        .distinct()
        .count();
  }

  /** Everything once said about an order is said again. */
  Future<Void> repeatReplies(UUID orderId) {
    return messaging.transaction(
        transaction -> {
          replies.getOrDefault(orderId, List.of()).forEach(transaction::sendAgain);
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    note(message);
    if (late.contains(message.type())) {
      unanswered.add(message);
    } else if (!silent.contains(message.type()) && GRANTS.containsKey(message.type())) {
      reply(message, transaction);
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    return handle(message, transaction);
  }

  private void note(InboundMessage message) {
    received
        .computeIfAbsent(message.aggregateId(), ignored -> new CopyOnWriteArrayList<>())
        .add(message);
  }

  private void reply(InboundMessage message, Transaction transaction) {
    Reply reply = (refused.contains(message.type()) ? REFUSALS : GRANTS).get(message.type());
    UUID orderId = message.aggregateId();
    UUID id = Ids.named(message.id(), reply.type().name());
    List<UUID> said = replies.computeIfAbsent(orderId, ignored -> new CopyOnWriteArrayList<>());
    if (said.contains(id)) {
      transaction.sendAgain(id);
      return;
    }
    said.add(id);
    transaction.send(
        new OutboundMessage(
            id,
            reply.type(),
            reply.type().owner(),
            orderId,
            versions.incrementAndGet(),
            orderId,
            reply.payload().apply(orderId)));
  }

  Future<Void> stop() {
    return messaging.drain(java.time.Duration.ofSeconds(5)).eventually(database::close);
  }
}
