package io.jangteo.events;

import io.jangteo.contracts.Subscription;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one place that says where a message of an aggregate goes. Changing it while messages are on
 * their way would break their order.
 */
final class Partitions {
  /** Parts of the outbox. */
  static final int SHARDS = 16;

  /** Queues of a subscription; every shard belongs to one. */
  static final int COUNT = Subscription.PARTITIONS;

  /** The {@link #mask} of all. */
  static final int ALL = (1 << COUNT) - 1;

  private Partitions() {}

  static int shardOf(UUID aggregateId) {
    long mixed = aggregateId.getMostSignificantBits() ^ aggregateId.getLeastSignificantBits();
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    return (int) (mixed >>> 60);
  }

  static int ofShard(int shard) {
    return shard % COUNT;
  }

  static Set<Integer> all() {
    return IntStream.range(0, COUNT).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<Integer> shardsOf(Set<Integer> partitions) {
    return IntStream.range(0, SHARDS)
        .filter(shard -> partitions.contains(ofShard(shard)))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A number with the bit of each of them set. */
  static int mask(Set<Integer> partitions) {
    return partitions.stream().mapToInt(partition -> 1 << partition).sum();
  }

  /** The bit of the partition that an aggregate belongs to. */
  static int maskOf(UUID aggregateId) {
    return 1 << ofShard(shardOf(aggregateId));
  }

  /** The key a message is published with, and the queue of its partition is bound with. */
  static String routingKey(String type, int partition) {
    return type + ".p" + partition;
  }
}
