package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  @Test
  void shardsOfKnownAggregatesStayWhatTheyWere() {
    assertThat(Partitions.shardOf(new UUID(0, 0))).isZero();
    assertThat(Partitions.shardOf(new UUID(0, 1))).isEqualTo(15);
    assertThat(Partitions.shardOf(new UUID(-1, 0))).isEqualTo(Partitions.shardOf(new UUID(0, -1)));
  }

  @Test
  void aggregatesSpreadEvenlyOverAllShards() {
    int[] counts = new int[Partitions.SHARDS];
    LongStream.range(0, 16_000)
        .mapToObj(
            n ->
                UUID.nameUUIDFromBytes(
                    Long.toString(n).getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .forEach(id -> counts[Partitions.shardOf(id)]++);

    assertThat(Arrays.stream(counts)).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void everyPartitionGetsTheSameNumberOfShards() {
    int[] counts = new int[Partitions.COUNT];
    IntStream.range(0, Partitions.SHARDS).forEach(shard -> counts[Partitions.ofShard(shard)]++);

    assertThat(counts).containsOnly(Partitions.SHARDS / Partitions.COUNT);
  }
}
