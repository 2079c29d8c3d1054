package io.jangteo.payment;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.payment.AuthorizePayment;
import io.jangteo.contracts.payment.CapturePayment;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.payment.RefundPayment;
import io.jangteo.contracts.payment.VoidPayment;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Messaging;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.health.Health;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stands where the order service stands: sends commands and collects the replies. */
final class OrderSide {
  private final AtomicLong versions = new AtomicLong();
  private final List<InboundMessage> replies = new CopyOnWriteArrayList<>();
  private final List<UUID> repeats = new CopyOnWriteArrayList<>();
  private Messaging messaging;
  private Database database;

  static OrderSide start(Vertx vertx, BrokerConfig broker) {
    OrderSide side = new OrderSide();
    side.database =
        Await.success(Database.open(vertx, TestServers.database("order"), "db/chassis"));
    side.messaging =
        Await.success(
            Messaging.of(
                    vertx, "order", side.database, broker, new Health(), new SimpleMeterRegistry())
                .publishes(PaymentMessages.COMMANDS)
                .subscriptions(Subscriptions.ALL)
                .consume(new Subscription("order", PaymentMessages.EVENTS), side.new Collector())
                .start());
    return side;
  }

  void stop() {
    Await.success(messaging.drain(Duration.ofSeconds(5)).eventually(database::close));
  }

  private final class Collector implements MessageHandler {
    @Override
    public Future<Void> handle(InboundMessage message, Transaction transaction) {
      replies.add(message);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
      repeats.add(message.id());
      return Future.succeededFuture();
    }
  }

  UUID authorize(UUID orderId, Money amount) {
    return send(PaymentMessages.AUTHORIZE, orderId, new AuthorizePayment(orderId, amount));
  }

  UUID voidHold(UUID orderId) {
    return send(PaymentMessages.VOID, orderId, new VoidPayment(orderId));
  }

  UUID capture(UUID orderId, Money amount) {
    return send(PaymentMessages.CAPTURE, orderId, new CapturePayment(orderId, amount));
  }

  UUID refund(UUID orderId, Money amount) {
    return send(PaymentMessages.REFUND, orderId, new RefundPayment(orderId, amount));
  }

  private UUID send(MessageType<?> type, UUID orderId, Object payload) {
    UUID id = Ids.next();
    Await.success(
        messaging.transaction(transaction -> send(transaction, id, type, orderId, payload)));
    return id;
  }

  private Future<Void> send(
      Transaction transaction, UUID id, MessageType<?> type, UUID orderId, Object payload) {
    transaction.send(
        new OutboundMessage(
            id, type, "order", orderId, versions.incrementAndGet(), orderId, payload));
    return Future.succeededFuture();
  }

  /** Commands for many orders in one transaction. */
  void authorizeAll(List<UUID> orderIds, Money amount) {
    sendAll(PaymentMessages.AUTHORIZE, orderIds, id -> new AuthorizePayment(id, amount));
  }

  void captureAll(List<UUID> orderIds, Money amount) {
    sendAll(PaymentMessages.CAPTURE, orderIds, id -> new CapturePayment(id, amount));
  }

  private void sendAll(
      MessageType<?> type, List<UUID> orderIds, java.util.function.Function<UUID, Object> payload) {
    Await.success(
        messaging.transaction(
            transaction -> {
              orderIds.forEach(id -> send(transaction, Ids.next(), type, id, payload.apply(id)));
              return Future.succeededFuture();
            }));
  }

  /** The same message once more. */
  void sendAgain(UUID commandId) {
    Await.success(
        messaging.transaction(
            transaction -> {
              transaction.sendAgain(commandId);
              return Future.succeededFuture();
            }));
  }

  /** Replies about the order so far, in the order they came. */
  List<String> replies(UUID orderId) {
    return replies.stream()
        .filter(message -> message.aggregateId().equals(orderId))
        .map(InboundMessage::type)
        .toList();
  }

  /** The one reply of this type about the order. */
  <T> T reply(UUID orderId, MessageType<T> type) {
    return replies.stream()
        .filter(message -> message.aggregateId().equals(orderId) && message.is(type))
        .map(message -> message.as(type))
        .findFirst()
        .orElseThrow();
  }

  int replyCount() {
    return replies.size();
  }

  /** How often a message that was there before came again. */
  long repeats(UUID messageId) {
    return repeats.stream().filter(messageId::equals).count();
  }
}
