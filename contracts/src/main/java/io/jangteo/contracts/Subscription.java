package io.jangteo.contracts;

import java.util.List;

/**
 * That one service consumes some message types of one exchange, through partition queues it owns:
 * {@code jangteo.order.payment-events.3}, or {@code jangteo.payment.commands.3} for its own
 * commands.
 *
 * @param consumer the service that owns the queues; also the name under which its inbox remembers
 *     messages is {@link #queue()}
 * @param types all of one exchange
 */
public record Subscription(String consumer, List<MessageType<?>> types) {
  /** Queues of a subscription; what is about one aggregate always goes through the same one. */
  public static final int PARTITIONS = 8;

  public Subscription {
    types = List.copyOf(types);
    if (types.stream().map(MessageType::exchange).distinct().count() != 1) {
      throw new IllegalArgumentException("a subscription is to one exchange");
    }
  }

  /** The exchange all {@link #types()} belong to. */
  public String exchange() {
    return types.get(0).exchange();
  }

  /** Queue name without the partition. */
  public String queue() {
    MessageType<?> first = types.get(0);
    return first.kind() == MessageType.Kind.COMMAND
        ? "jangteo." + consumer + ".commands"
        : "jangteo." + consumer + "." + first.owner() + "-events";
  }

  /** The queue of one partition. */
  public String queue(int partition) {
    return queue() + "." + partition;
  }
}
