package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a participant needs on the broker. Declaring is idempotent, and every participant declares
 * all it touches: publishers also the queues of those who listen to them, so that nothing is said
 * before its listeners can hear.
 */
final class Topology {
  /** Where RabbitMQ puts a message that keeps coming back: its consumers die of it. */
  static final String DEAD_LETTERS = "jangteo.dead";

  /** Where dead letters are kept that are for no service there is. */
  static final String UNOWNED = "jangteo.unowned";

  private static final long QUEUE_BYTES_MAX = 1L << 30;
  private static final int DELIVERIES_MAX = 20;

  private final BrokerKind kind;
  private final Set<String> exchanges;
  private final List<Subscription> subscriptions;

  private Topology(BrokerKind kind, Set<String> exchanges, List<Subscription> subscriptions) {
    this.kind = kind;
    this.exchanges = Set.copyOf(exchanges);
    this.subscriptions = List.copyOf(subscriptions);
  }

  /** For one who publishes {@code types}; {@code known} are all subscriptions there are. */
  static Topology ofPublisher(
      BrokerKind kind, List<MessageType<?>> types, List<Subscription> known) {
    Set<String> exchanges =
        types.stream().map(MessageType::exchange).collect(Collectors.toUnmodifiableSet());
    List<Subscription> heard =
        known.stream()
            .filter(subscription -> subscription.types().stream().anyMatch(types::contains))
            .toList();
    return new Topology(kind, exchanges, heard);
  }

  static Topology ofConsumer(BrokerKind kind, Subscription subscription) {
    return new Topology(kind, Set.of(subscription.exchange()), List.of(subscription));
  }

  /** To be declared first. */
  List<Exchange> exchanges() {
    List<Exchange> all = new ArrayList<>();
    if (kind == BrokerKind.RABBITMQ) {
      all.add(new Exchange(DEAD_LETTERS, "fanout"));
    }
    exchanges.forEach(name -> all.add(new Exchange(name, "topic")));
    return all;
  }

  List<Queue> queues() {
    List<Queue> all = new ArrayList<>();
    if (kind == BrokerKind.RABBITMQ) {
      all.add(deadLetterQueue(DEAD_LETTERS));
    }
    all.addAll(partitions());
    return all;
  }

  /** Those of them that have consumers; dead letters are fetched one by one. */
  List<Queue> partitions() {
    List<Queue> all = new ArrayList<>();
    for (Subscription subscription : subscriptions) {
      for (int partition = 0; partition < Partitions.COUNT; partition++) {
        all.add(new Queue(subscription.queue(partition), queueArguments()));
      }
    }
    return all;
  }

  static Queue deadLetterQueue(String name) {
    return new Queue(name, Map.of("x-queue-type", "quorum"));
  }

  /** Dead letters that others have found and passed on to their owner. */
  static String deadLettersOf(String service) {
    return "jangteo." + service + ".dead";
  }

  /** Every queue with the exchange and the keys it is bound with. */
  Set<Binding> bindings() {
    Set<Binding> bindings = new LinkedHashSet<>();
    if (kind == BrokerKind.RABBITMQ) {
      bindings.add(new Binding(DEAD_LETTERS, DEAD_LETTERS, ""));
    }
    for (Subscription subscription : subscriptions) {
      for (int partition = 0; partition < Partitions.COUNT; partition++) {
        for (MessageType<?> type : subscription.types()) {
          bindings.add(
              new Binding(
                  subscription.queue(partition),
                  subscription.exchange(),
                  Partitions.routingKey(type.name(), partition)));
        }
      }
    }
    return bindings;
  }

  /** Qpid refuses arguments it does not know; it knows this one as RabbitMQ does. */
  private Map<String, Object> queueArguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("x-single-active-consumer", true);
    if (kind == BrokerKind.RABBITMQ) {
      arguments.put("x-queue-type", "quorum");
      arguments.put("x-delivery-limit", DELIVERIES_MAX);
      arguments.put("x-dead-letter-exchange", DEAD_LETTERS);
      arguments.put("x-dead-letter-strategy", "at-least-once");
      arguments.put("x-overflow", "reject-publish");
      arguments.put("x-max-length-bytes", QUEUE_BYTES_MAX);
    }
    return arguments;
  }

  /** A durable exchange. */
  record Exchange(String name, String type) {}

  /** A durable queue. */
  record Queue(String name, Map<String, Object> arguments) {
    JsonObject jsonArguments() {
      return new JsonObject(arguments);
    }
  }

  /** A queue bound to an exchange. */
  record Binding(String queue, String exchange, String key) {}
}
