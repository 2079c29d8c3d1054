package io.jangteo.events;

import io.jangteo.contracts.Subscription;
import java.util.UUID;

/**
 * The one place that says where a message of an aggregate goes. Changing it while messages are on
 * their way would break their order.
 */
final class Partitions {
  /** Parts of the outbox that relays share out among themselves. */
  static final int SHARDS = 16;

  /** Queues of a subscription; every shard belongs to one. */
  static final int COUNT = Subscription.PARTITIONS;

  private Partitions() {}

  static int shardOf(UUID aggregateId) {
    long mixed = aggregateId.getMostSignificantBits() ^ aggregateId.getLeastSignificantBits();
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    return (int) (mixed >>> 60);
  }

  static int ofShard(int shard) {
    return shard % COUNT;
  }

  /** The key a message is published with, and the queue of its partition is bound with. */
  static String routingKey(String type, int partition) {
    return type + ".p" + partition;
  }
}
