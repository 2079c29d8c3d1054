package io.jangteo.events;

import com.rabbitmq.client.Channel;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.events.BrokerConfig.BrokerKind;
import java.io.IOException;
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

  Set<String> exchanges() {
    return exchanges;
  }

  /** Every queue with the exchange and the keys it is bound with. */
  Set<Binding> bindings() {
    Set<Binding> bindings = new LinkedHashSet<>();
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

  /** Blocks: one round trip for each thing. */
  void declare(Channel channel) throws IOException {
    if (kind == BrokerKind.RABBITMQ) {
      channel.exchangeDeclare(DEAD_LETTERS, "fanout", true);
      channel.queueDeclare(DEAD_LETTERS, true, false, false, Map.of("x-queue-type", "quorum"));
      channel.queueBind(DEAD_LETTERS, DEAD_LETTERS, "");
    }
    for (String exchange : exchanges) {
      channel.exchangeDeclare(exchange, "topic", true);
    }
    Set<Binding> bindings = bindings();
    for (String queue : bindings.stream().map(Binding::queue).distinct().toList()) {
      channel.queueDeclare(queue, true, false, false, queueArguments());
    }
    for (Binding binding : bindings) {
      channel.queueBind(binding.queue(), binding.exchange(), binding.key());
    }
  }

  /** Qpid refuses arguments it does not know; it knows this one as RabbitMQ does. */
  Map<String, Object> queueArguments() {
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

  /** A queue bound to an exchange. */
  record Binding(String queue, String exchange, String key) {}
}
