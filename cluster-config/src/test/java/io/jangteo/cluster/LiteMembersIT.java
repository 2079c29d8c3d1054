package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.ReplicaMigrationEvent;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that keep nothing beside three that do, and what that saves when they come and go. */
class LiteMembersIT {
  private static final int DATA = 3;
  private static final int OTHERS = 7;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name = "test-" + UUID.randomUUID();
  private final List<String> members = new ArrayList<>();
  private final List<HazelcastInstance> instances = new ArrayList<>();
  private final List<Vertx> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.close().toCompletionStage().toCompletableFuture().join());
    instances.forEach(instance -> instance.getLifecycleService().terminate());
  }

  private ClusterConfig config(boolean lite) {
    int port = ClusterNode.freePort();
    members.add("127.0.0.1:" + port);
    ClusterConfig config = ClusterConfig.local(name, port, members).withoutJoinPause();
    return lite ? config.asLite() : config;
  }

  private HazelcastInstance start(boolean lite) {
    HazelcastInstance instance = ClusterNode.start(config(lite));
    instances.add(instance);
    return instance;
  }

  /** Replicas of partitions that were moved, seen from the oldest member. */
  private AtomicInteger movesSeenBy(HazelcastInstance oldest) {
    AtomicInteger moved = new AtomicInteger();
    oldest
        .getPartitionService()
        .addMigrationListener(
            new MigrationListener() {
              @Override
              public void migrationStarted(MigrationState state) {
                // Counted when it is done.
              }

              @Override
              public void migrationFinished(MigrationState state) {
                // The single moves have been counted.
              }

              @Override
              public void replicaMigrationCompleted(ReplicaMigrationEvent event) {
                moved.incrementAndGet();
              }

              @Override
              public void replicaMigrationFailed(ReplicaMigrationEvent event) {
                moved.incrementAndGet();
              }
            });
    return moved;
  }

  private void awaitSafe(HazelcastInstance oldest, int size) {
    // Threads of a killed member go on for a moment in this JVM, and complain.
    await()
        .dontCatchUncaughtExceptions()
        .atMost(PATIENCE)
        .until(
            () ->
                oldest.getCluster().getMembers().size() == size
                    && oldest.getPartitionService().isClusterSafe());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoKeepsNothingMovesNothing(boolean lite) {
    HazelcastInstance oldest = start(false);
    for (int i = 1; i < DATA; i++) {
      start(false);
    }
    for (int i = 0; i < OTHERS; i++) {
      start(lite);
    }
    awaitSafe(oldest, DATA + OTHERS);
    for (int i = 0; i < 500; i++) {
      oldest.getMap("anything").put(i, "value " + i);
    }
    AtomicInteger moved = movesSeenBy(oldest);

    long begun = System.nanoTime();
    HazelcastInstance last = start(lite);
    long joined = System.nanoTime() - begun;
    awaitSafe(oldest, DATA + OTHERS + 1);
    long settled = System.nanoTime() - begun;
    int byJoining = moved.get();
    begun = System.nanoTime();
    last.shutdown();
    awaitSafe(oldest, DATA + OTHERS);
    long left = System.nanoTime() - begun;
    int byLeaving = moved.get() - byJoining;
    HazelcastInstance victim = instances.get(DATA);
    begun = System.nanoTime();
    victim.getLifecycleService().terminate();
    awaitSafe(oldest, DATA + OTHERS - 1);
    long mended = System.nanoTime() - begun;
    int byDying = moved.get() - byJoining - byLeaving;

    System.out.printf(
        "%s: joined after %d ms, settled after %d ms, %d moves; left after %d ms, %d moves; killed,"
            + " whole again after %d ms, %d moves%n",
        lite ? "lite" : "all keep data",
        millis(joined),
        millis(settled),
        byJoining,
        millis(left),
        byLeaving,
        millis(mended),
        byDying);
    assertThat(oldest.getMap("anything").size()).isEqualTo(500);
    if (lite) {
      assertThat(moved).hasValue(0);
    } else {
      assertThat(List.of(byJoining, byLeaving, byDying)).allMatch(count -> count > 0);
    }
    // One of the three that keep data in any case.
    instances.get(1).getLifecycleService().terminate();
    awaitSafe(oldest, DATA + OTHERS - 2);
    assertThat(oldest.getMap("anything").size()).as("nothing is lost").isEqualTo(500);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private Vertx startNode(boolean lite) throws Exception {
    Vertx node =
        ClusteredVertx.start(config(lite), new VertxOptions().setEventLoopPoolSize(1))
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    nodes.add(node);
    return node;
  }

  private static HazelcastClusterManager manager(Vertx node) {
    return (HazelcastClusterManager) ((VertxInternal) node).clusterManager();
  }

  @Test
  void theClusterHasOneTimeForThemToo() throws Exception {
    ClusterTime data = new ClusterTime(manager(startNode(false)));
    ClusterTime lite = new ClusterTime(manager(startNode(true)));

    assertThat(lite.millis()).isCloseTo(data.millis(), org.assertj.core.data.Offset.offset(200L));
  }

  @Test
  void whereNobodyKeepsAnythingNobodyCanStart() {
    assertThatThrownBy(() -> startNode(true))
        .hasRootCauseInstanceOf(com.hazelcast.partition.NoDataMemberInClusterException.class);
  }

  @Test
  void itIsKnownWhetherAnybodyKeepsData() throws Exception {
    Vertx data = startNode(false);
    DataMembers seen = new DataMembers(manager(startNode(true)));
    assertThat(seen.areThere()).isTrue();

    manager(data).getHazelcastInstance().getLifecycleService().terminate();
    nodes.remove(data);

    await().atMost(PATIENCE).until(() -> !seen.areThere());
  }
}
