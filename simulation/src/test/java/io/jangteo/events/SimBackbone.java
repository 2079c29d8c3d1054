package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.Transactions;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.health.Health;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.SimTransactions;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One process's way to its simulated database and to the simulated broker. */
public final class SimBackbone implements Backbone {
  private static final BrokerConfig CONFIG =
      new BrokerConfig(
          new Secret("amqp://simulated"),
          BrokerConfig.BrokerKind.RABBITMQ,
          Duration.ofSeconds(3),
          4,
          Duration.ofMillis(200),
          Duration.ofMinutes(10));

  private final SimTransactions transactions;
  private final MessageTables tables;
  private final SimLocks locks;
  private final Broker broker;
  private final Mutation mutation;

  /**
   * @param locks of all processes of the service
   */
  public SimBackbone(
      SimTransactions transactions,
      MessageTables tables,
      SimLocks locks,
      Broker broker,
      Mutation mutation) {
    this.transactions = transactions;
    this.tables = tables;
    this.locks = locks;
    this.broker = broker;
    this.mutation = mutation;
  }

  /** The broker's durable queues, as every service declares them. */
  public static void declare(Broker broker) {
    for (Subscription subscription : Subscriptions.ALL) {
      Topology.ofConsumer(BrokerConfig.BrokerKind.RABBITMQ, subscription).bindings().stream()
          .filter(binding -> !binding.queue().equals(Topology.DEAD_LETTERS))
          .forEach(binding -> broker.bind(binding.queue(), binding.exchange(), binding.key()));
    }
  }

  /** A service's messaging on this. */
  public Messaging.Builder messaging(String service) {
    return Messaging.on(
            context -> this,
            node().vertx(),
            service,
            CONFIG,
            new Health(),
            new CompositeMeterRegistry())
        .subscriptions(Subscriptions.ALL);
  }

  private Node node() {
    return transactions.node();
  }

  @Override
  public Clockwork clockwork() {
    return new SimClockwork(node());
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public Optional<Database> database() {
    return Optional.empty();
  }

  @Override
  public Inbox inbox(String consumer) {
    return new SimInbox(tables, consumer, mutation);
  }

  @Override
  public Outbox outbox(Collection<MessageType<?>> published) {
    return new SimOutbox(
        transactions,
        tables,
        published.stream().map(MessageType::name).collect(Collectors.toSet()),
        mutation);
  }

  @Override
  public RelayStore.Opener relayStore() {
    return listener ->
        open(
            transactions.db()::up,
            () -> new SimRelayStore(transactions, tables, locks, listener, mutation));
  }

  @Override
  public BrokerLink.Opener<PublishingSession> publishing() {
    return (thread, name) -> open(broker::up, () -> new SimPublishingSession(broker, node()));
  }

  @Override
  public BrokerLink.Opener<ConsumingSession> consuming() {
    return (thread, name) -> open(broker::up, () -> new SimConsumingSession(broker, node()));
  }

  private <T> Future<T> open(Supplier<Boolean> up, Supplier<T> session) {
    Promise<T> opened = node().promise();
    node()
        .after(
            node().sim().between(500, 5_000),
            () -> {
              if (up.get()) {
                opened.tryComplete(session.get());
              } else {
                opened.tryFail(new IOException("connection refused"));
              }
            });
    return opened.future();
  }

  @Override
  public void close() {
    // Nothing is held here.
  }
}
