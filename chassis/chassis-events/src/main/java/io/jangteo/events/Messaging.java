package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One service's durable messages, both ways: transactions with an outbox, the relay that publishes
 * it, and the consumers with their inbox.
 */
public final class Messaging {
  private Messaging() {}

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
    throw new UnsupportedOperationException();
  }

  /**
   * Runs {@code work} in one transaction with the outbox; wakes the relay after the commit. See
   * {@link Database#transaction} for when it is run again.
   */
  public <T> Future<T> transaction(Function<Transaction, Future<T>> work) {
    throw new UnsupportedOperationException();
  }

  /** Whether the backlog is below its cap; when not, work that would add to it is refused. */
  public boolean acceptsMore() {
    throw new UnsupportedOperationException();
  }

  /** Stops consuming, finishes what was begun, publishes what it can within {@code patience}. */
  public Future<Void> drain(Duration patience) {
    throw new UnsupportedOperationException();
  }

  /** What a service publishes and consumes. */
  public interface Builder {
    /** All types this service publishes: its events, and the commands it sends to others. */
    Builder publishes(List<MessageType<?>> types);

    /** Names of the types that somebody consumes, see {@code Subscriptions}. */
    Builder subscribed(Set<String> typeNames);

    Builder consume(Subscription subscription, MessageHandler handler);

    /** Declares the topology, waits for the broker, starts relay and consumers. */
    Future<Messaging> start();
  }
}
