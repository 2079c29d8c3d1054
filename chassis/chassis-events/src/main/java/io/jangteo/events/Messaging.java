package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.Database;
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
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One service's durable messages, both ways: transactions with an outbox, the relay that publishes
 * it, and the consumers with their inbox.
 */
public final class Messaging {
  private final Database database;
  private final Health health;
  private final String healthCheck;
  private final String brokerAddress;
  private final Outbox outbox;
  private final Relay relay;
  private final BrokerLink<PublishingSession> publishing;
  private final Map<SubscriptionConsumer, BrokerLink<ConsumingSession>> consuming =
      new LinkedHashMap<>();
  private final ExecutorService callbacks;
  private final Context context;

  private Messaging(Builder builder) {
    this.database = builder.database;
    this.health = builder.health;
    this.healthCheck = builder.service + ".broker";
    this.brokerAddress = builder.broker.address();
    this.context = builder.vertx.getOrCreateContext();
    this.callbacks = Executors.newSingleThreadExecutor(task -> daemon(task, builder.service));
    this.outbox = new Outbox(builder.published);
    MessagingMeters meters = new MessagingMeters(builder.registry, builder.service);
    this.relay = builder.relay(context, meters);
    this.publishing = builder.publishing(context, callbacks, relay);
    builder.handlers.forEach(
        (subscription, handler) -> {
          SubscriptionConsumer consumer =
              builder.consumer(context, this, subscription, handler, meters);
          consuming.put(consumer, builder.consuming(context, subscription.queue(), consumer));
        });
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
    return new Builder(vertx, service, database, broker, health, meters);
  }

  /**
   * Runs {@code work} in one transaction with the outbox; wakes the relay after the commit. See
   * {@link Database#transaction} for when it is run again.
   */
  public <T> Future<T> transaction(Function<Transaction, Future<T>> work) {
    return database
        .transaction(
            connection -> {
              Transaction transaction = new Transaction(connection);
              return work.apply(transaction)
                  .compose(
                      result ->
                          outbox.flush(transaction).map(sent -> new Committed<>(result, sent)));
            })
        .map(
            committed -> {
              if (committed.sent()) {
                relay.wake();
              }
              return committed.result();
            });
  }

  /** Whether the backlog is below its cap; when not, work that would add to it is refused. */
  public boolean acceptsMore() {
    return relay.acceptsMore();
  }

  /** Stops consuming, finishes what was begun, publishes what it can within {@code patience}. */
  public Future<Void> drain(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    health.remove(healthCheck);
    return onContext(
        () ->
            Future.join(List.copyOf(consuming.keySet().stream().map(this::stop).toList()))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(ignored -> relay.drain(deadline))
                .eventually(relay::stop)
                .eventually(publishing::stop)
                .onComplete(ignored -> callbacks.shutdown()));
  }

  private Future<Void> stop(SubscriptionConsumer consumer) {
    return consumer.stop().eventually(consuming.get(consumer)::stop);
  }

  private Future<Messaging> start(Duration patience) {
    List<Future<Void>> links = new ArrayList<>();
    relay.start();
    links.add(publishing.start());
    consuming.values().forEach(link -> links.add(link.start()));
    health.register(healthCheck, this::isConnected);
    return Future.all(links)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
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

  private boolean isConnected() {
    return publishing.isUp() && consuming.values().stream().allMatch(BrokerLink::isUp);
  }

  private Future<Void> onContext(java.util.function.Supplier<Future<Void>> work) {
    return Future.future(
        promise ->
            context.runOnContext(ignored -> work.get().<Void>mapEmpty().onComplete(promise)));
  }

  private static Thread daemon(Runnable task, String service) {
    Thread thread = new Thread(task, "broker " + service + " confirms");
    thread.setDaemon(true);
    return thread;
  }

  private record Committed<T>(T result, boolean sent) {}

  /** What a service publishes and consumes. */
  public static final class Builder {
    private final Vertx vertx;
    private final String service;
    private final Database database;
    private final BrokerConfig broker;
    private final Health health;
    private final MeterRegistry registry;
    private final Map<Subscription, MessageHandler> handlers = new LinkedHashMap<>();
    private List<MessageType<?>> published = List.of();
    private List<Subscription> subscriptions = List.of();

    private Builder(
        Vertx vertx,
        String service,
        Database database,
        BrokerConfig broker,
        Health health,
        MeterRegistry registry) {
      this.vertx = vertx;
      this.service = service;
      this.database = database;
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

    private Relay relay(Context context, MessagingMeters meters) {
      Set<String> mandatory =
          subscriptions.stream()
              .flatMap(subscription -> subscription.types().stream())
              .map(MessageType::name)
              .collect(Collectors.toUnmodifiableSet());
      Topology topology = Topology.ofPublisher(broker.kind(), published, subscriptions);
      return new Relay(vertx, context, database, broker, service, mandatory, topology, meters);
    }

    private SubscriptionConsumer consumer(
        Context context,
        Messaging messaging,
        Subscription subscription,
        MessageHandler handler,
        MessagingMeters meters) {
      String queue = subscription.queue();
      Inbox inbox = new Inbox(queue);
      BatchRunner runner =
          new BatchRunner(
              vertx,
              database,
              queue,
              subscription.types().stream().map(MessageType::name).collect(Collectors.toSet()),
              inbox,
              new BatchTransaction(database, inbox, messaging.outbox, handler),
              handler,
              messaging.relay::wake,
              meters.inbound(queue));
      return new SubscriptionConsumer(context, broker, subscription, runner);
    }

    private BrokerLink<PublishingSession> publishing(
        Context context, ExecutorService callbacks, Relay relay) {
      return link(
          context,
          "relay",
          (thread, name) -> PublishingSession.open(vertx, context, broker, callbacks, thread, name),
          relay);
    }

    private BrokerLink<ConsumingSession> consuming(
        Context context, String queue, SubscriptionConsumer consumer) {
      return link(
          context,
          queue,
          (thread, name) -> ConsumingSession.open(vertx, broker, thread, name),
          consumer);
    }

    private <S extends BrokerSession> BrokerLink<S> link(
        Context context, String purpose, BrokerLink.Opener<S> opener, BrokerLink.User<S> user) {
      String name = service + " " + purpose;
      return new BrokerLink<>(vertx, context, broker.reconnectPause(), name, opener, user);
    }
  }
}
