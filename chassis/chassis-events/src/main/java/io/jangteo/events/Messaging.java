package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.Transactions;
import io.jangteo.runtime.crash.CrashPoint;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One service's durable messages, both ways: transactions with an outbox, the relay that publishes
 * it, and the consumers with their inbox.
 */
public final class Messaging {
  /** What waits is looked at every second, so a refusal may be over after that. */
  private static final Duration ROOM_AFTER = Duration.ofSeconds(2);

  private final Backbone backbone;
  private final Transactions transactions;
  private final Health health;
  private final String healthCheck;
  private final String brokerAddress;
  private final Outbox outbox;
  private final Relay relay;
  private final BrokerLink<PublishingSession> publishing;
  private final Map<SubscriptionConsumer, BrokerLink<ConsumingSession>> consuming =
      new LinkedHashMap<>();
  private final Optional<SetAside> aside;
  private final Context context;

  private Messaging(Builder builder) {
    this.context = builder.vertx.getOrCreateContext();
    this.backbone = builder.backbone.apply(context);
    this.transactions = backbone.transactions();
    this.health = builder.health;
    this.healthCheck = builder.service + ".broker";
    this.brokerAddress = builder.broker.nodes().toString();
    this.outbox = backbone.outbox(builder.published);
    MessagingMeters meters = new MessagingMeters(builder.registry, builder.service);
    this.relay = builder.relay(context, backbone, meters);
    this.publishing = builder.publishing(context, backbone, relay);
    this.aside =
        backbone
            .database()
            .map(
                database ->
                    new SetAside(
                        context,
                        database,
                        builder.broker,
                        meters,
                        () -> relay.wake(Partitions.ALL)));
    builder.handlers.forEach(
        (subscription, handler) -> {
          SubscriptionConsumer consumer =
              builder.consumer(context, this, subscription, handler, meters);
          BrokerLink<ConsumingSession> link =
              builder.consuming(context, backbone, subscription.queue(), consumer);
          consumer.renewWith(link::renew);
          relay.share().add(consumer);
          consuming.put(consumer, link);
        });
    relay.share().ableWhile(this::isAble);
    builder.fetchDeadLetters(this);
  }

  /**
   * @param service owner of the outbox and of the queues
   * @param database must carry the migrations of {@code db/chassis}
   */
  public static Builder of(
      Vertx vertx,
      String service,
      Database database,
      BrokerConfig broker,
      Health health,
      MeterRegistry meters) {
    return on(
        context -> new ServerBackbone(vertx, context, service, database, broker),
        vertx,
        service,
        broker,
        health,
        meters);
  }

  /** The same on anything that keeps and carries messages. */
  static Builder on(
      Function<Context, Backbone> backbone,
      Vertx vertx,
      String service,
      BrokerConfig broker,
      Health health,
      MeterRegistry meters) {
    return new Builder(backbone, vertx, service, broker, health, meters);
  }

  /**
   * Runs {@code work} in one transaction with the outbox; wakes the relay after the commit. See
   * {@link Database#transaction} for when it is run again.
   */
  public <T> Future<T> transaction(Function<Transaction, Future<T>> work) {
    return transactions
        .transaction(
            connection -> {
              Transaction transaction = new Transaction(connection);
              return work.apply(transaction)
                  .compose(
                      result ->
                          outbox
                              .flush(transaction)
                              .map(ignored -> new Committed<>(result, transaction.partitions())))
                  .onSuccess(
                      ignored ->
                          CrashPoint.BEFORE_COMMIT.pass(
                              transaction.sent(), sent -> sent.type().name()));
            })
        .map(
            committed -> {
              relay.wake(committed.partitions());
              return committed.result();
            });
  }

  /**
   * Fails, as busy, while more waits for the broker than {@link BacklogCap} allows. To be asked
   * before anything is begun that adds to it at the wish of a client; asks nobody else.
   */
  public Future<Void> requireRoom() {
    return relay.hasRoom()
        ? Future.succeededFuture()
        : Future.failedFuture(ServiceFailure.busy("Too many messages wait to be sent", ROOM_AFTER));
  }

  /** What was put aside; to be used on the context this was started from. */
  public ParkedMessages parked() {
    return aside.orElseThrow().parked();
  }

  /** What was said, to be said again; to be used on the context this was started from. */
  public OutboxReplay replay() {
    return aside.orElseThrow().replay();
  }

  /** How many dead letters on the broker are for no service, as of a moment ago. */
  public int unowned() {
    return aside.map(SetAside::unowned).orElse(0);
  }

  /** Stops consuming, finishes what was begun, publishes what it can within {@code patience}. */
  public Future<Void> drain(Duration patience) {
    long deadline = backbone.clockwork().nanos() + patience.toNanos();
    health.remove(healthCheck);
    aside.ifPresent(SetAside::stopWatching);
    return onContext(
        () ->
            backbone
                .clockwork()
                .within(
                    patience,
                    Future.join(List.copyOf(consuming.keySet().stream().map(this::stop).toList())))
                .otherwiseEmpty()
                .compose(ignored -> leave(deadline))
                .eventually(relay::stop)
                .eventually(publishing::stop)
                .eventually(() -> aside.map(SetAside::stop).orElse(Future.succeededFuture()))
                .onComplete(ignored -> backbone.close()));
  }

  /** What waits is the others' to publish; when nobody else is there it is ours. */
  private Future<Void> leave(long deadline) {
    long left = deadline - backbone.clockwork().nanos();
    return relay.share().hasPeers() && left > 0
        ? backbone
            .clockwork()
            .within(Duration.ofNanos(left), relay.share().giveAll())
            .otherwiseEmpty()
        : relay.drain(deadline);
  }

  private Future<Void> stop(SubscriptionConsumer consumer) {
    return consumer.stop().eventually(consuming.get(consumer)::stop);
  }

  private Future<Messaging> start(Duration patience) {
    List<Future<Void>> links = new ArrayList<>();
    relay.start();
    links.add(publishing.start());
    aside.ifPresent(SetAside::start);
    consuming.values().forEach(link -> links.add(link.start()));
    health.register(healthCheck, this::isConnected);
    return backbone
        .clockwork()
        .within(patience, Future.all(links))
        .map(this)
        .recover(
            error ->
                drain(Duration.ZERO)
                    .compose(
                        ignored ->
                            Future.failedFuture(
                                ServiceFailure.unavailable(
                                    "broker " + brokerAddress + " could not be used in time",
                                    Duration.ofSeconds(1),
                                    error))));
  }

  private boolean isAble() {
    return publishing.isUp() && consuming.values().stream().noneMatch(BrokerLink::isFailing);
  }

  private boolean isConnected() {
    return publishing.isUp() && consuming.values().stream().allMatch(BrokerLink::isUp);
  }

  private Future<Void> onContext(java.util.function.Supplier<Future<Void>> work) {
    return Future.future(
        promise ->
            context.runOnContext(ignored -> work.get().<Void>mapEmpty().onComplete(promise)));
  }

  private record Committed<T>(T result, int partitions) {}

  /** What a service publishes and consumes. */
  public static final class Builder {
    private final Function<Context, Backbone> backbone;
    private final Vertx vertx;
    private final String service;
    private final BrokerConfig broker;
    private final Health health;
    private final MeterRegistry registry;
    private final Map<Subscription, MessageHandler> handlers = new LinkedHashMap<>();
    private List<MessageType<?>> published = List.of();
    private List<Subscription> subscriptions = List.of();

    private Builder(
        Function<Context, Backbone> backbone,
        Vertx vertx,
        String service,
        BrokerConfig broker,
        Health health,
        MeterRegistry registry) {
      this.backbone = backbone;
      this.vertx = vertx;
      this.service = service;
      this.broker = broker;
      this.health = health;
      this.registry = registry;
    }

    /** All types this service publishes: its events, and the commands it sends to others. */
    public Builder publishes(List<MessageType<?>> types) {
      published = List.copyOf(types);
      return this;
    }

    /**
     * All subscriptions there are, see {@code Subscriptions.ALL}: a type that is among them is
     * never published to nobody.
     */
    public Builder subscriptions(List<Subscription> known) {
      subscriptions = List.copyOf(known);
      return this;
    }

    public Builder consume(Subscription subscription, MessageHandler handler) {
      handlers.put(subscription, handler);
      return this;
    }

    /**
     * Declares the topology, waits for the broker, starts relay and consumers. Everything runs on
     * the context this is called from.
     */
    public Future<Messaging> start() {
      return new Messaging(this).start(broker.startTimeout());
    }

    private Relay relay(Context context, Backbone backbone, MessagingMeters meters) {
      Set<String> mandatory =
          subscriptions.stream()
              .flatMap(subscription -> subscription.types().stream())
              .map(MessageType::name)
              .collect(Collectors.toUnmodifiableSet());
      Topology topology = Topology.ofPublisher(broker.kind(), published, subscriptions);
      return new Relay(
          vertx,
          context,
          backbone.clockwork(),
          backbone.relayStore(),
          broker,
          service,
          mandatory,
          topology,
          meters);
    }

    private SubscriptionConsumer consumer(
        Context context,
        Messaging messaging,
        Subscription subscription,
        MessageHandler handler,
        MessagingMeters meters) {
      String queue = subscription.queue();
      Set<String> types =
          subscription.types().stream().map(MessageType::name).collect(Collectors.toSet());
      Transactions transactions = messaging.transactions;
      Inbox inbox = messaging.backbone.inbox(queue);
      BatchTransaction transaction =
          new BatchTransaction(
              messaging.backbone.clockwork(),
              transactions,
              inbox,
              messaging.outbox,
              handler,
              broker.handlerTimeout());
      messaging.aside.ifPresent(aside -> aside.add(queue, types, inbox, transaction, handler));
      BatchRunner runner =
          new BatchRunner(
              vertx,
              messaging.backbone.clockwork(),
              transactions,
              queue,
              types,
              inbox,
              transaction,
              handler,
              messaging.relay::wake,
              meters.inbound(queue));
      return new SubscriptionConsumer(context, broker, subscription, runner);
    }

    private BrokerLink<PublishingSession> publishing(
        Context context, Backbone backbone, Relay relay) {
      return link(context, backbone, "relay", backbone.publishing(), relay);
    }

    /** There are none on the embedded broker, and where nothing is consumed. */
    private void fetchDeadLetters(Messaging messaging) {
      if (broker.kind() == BrokerConfig.BrokerKind.RABBITMQ && !handlers.isEmpty()) {
        messaging.aside.ifPresent(
            aside ->
                aside.fetchDeadLetters(
                    service,
                    subscriptions,
                    letters ->
                        link(
                            messaging.context,
                            messaging.backbone,
                            "dead letters",
                            messaging.backbone.publishing(),
                            letters)));
      }
    }

    private BrokerLink<ConsumingSession> consuming(
        Context context, Backbone backbone, String queue, SubscriptionConsumer consumer) {
      return link(context, backbone, queue, backbone.consuming(), consumer);
    }

    private <S extends BrokerSession> BrokerLink<S> link(
        Context context,
        Backbone backbone,
        String purpose,
        BrokerLink.Opener<S> opener,
        BrokerLink.User<S> user) {
      String name = service + " " + purpose;
      return new BrokerLink<>(
          vertx, context, backbone.clockwork(), broker.reconnectPause(), name, opener, user);
    }
  }
}
