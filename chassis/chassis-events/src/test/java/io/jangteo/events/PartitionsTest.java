package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.runtime.Ids;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  @Test
  void anAggregateStaysInItsShardForever() {
    // Rows of running systems were written with these.
    assertThat(Partitions.shardOf(new UUID(0, 0))).isZero();
    assertThat(Partitions.shardOf(UUID.fromString("01a1fc38-5331-739a-b554-304ce9fa5f2b")))
        .isEqualTo(3);
  }

  @Test
  void newIdsSpreadOverAllShards() {
    int[] counts = new int[Partitions.SHARDS];
    IntStream.range(0, 16_000).forEach(n -> counts[Partitions.shardOf(Ids.next())]++);

    assertThat(counts).hasSize(16);
    for (int count : counts) {
      assertThat(count).isBetween(800, 1_200);
    }
  }

  @Test
  void theRoutingKeyEndsInThePartition() {
    assertThat(Partitions.routingKey("order.placed.v1", Partitions.ofShard(11)))
        .isEqualTo("order.placed.v1.p3");
  }

  @Test
  void everyShardBelongsToThePartitionItsMessagesGoThrough() {
    UUID aggregate = Ids.next();
    int shard = Partitions.shardOf(aggregate);

    assertThat(Partitions.shardsOf(Set.of(Partitions.ofShard(shard)))).contains(shard).hasSize(2);
    assertThat(Partitions.shardsOf(Partitions.all())).hasSize(Partitions.SHARDS);
  }

  @Test
  void aMaskHasABitForEachPartition() {
    UUID aggregate = Ids.next();
    int partition = Partitions.ofShard(Partitions.shardOf(aggregate));

    assertThat(Partitions.maskOf(aggregate)).isEqualTo(Partitions.mask(Set.of(partition)));
    assertThat(Partitions.mask(Partitions.all())).isEqualTo(Partitions.ALL);
  }
}
