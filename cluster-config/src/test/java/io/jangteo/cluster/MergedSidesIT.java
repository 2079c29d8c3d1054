package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.map.IMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds in the maps of a cluster of which one member was apart for a while. */
class MergedSidesIT {
  private static final String MAP = "jangteo.leases";
  private static final Duration MERGED = Duration.ofSeconds(30);

  private final String cluster = "test-" + UUID.randomUUID();
  private final List<String> addresses = new ArrayList<>();
  private final List<HazelcastInstance> members = new ArrayList<>();
  private final CountDownLatch merged = new CountDownLatch(1);

  @BeforeEach
  void startThree() {
    for (int i = 0; i < 3; i++) {
      members.add(start());
    }
    awaitEverybodySees(3);
  }

  private HazelcastInstance start() {
    int port = ClusterNode.freePort();
    addresses.add("127.0.0.1:" + port);
    ClusterConfig config = ClusterConfig.local(cluster, port, addresses).withoutJoinPause();
    return ClusterNode.start(config);
  }

  @AfterEach
  void stop() {
    members.forEach(member -> member.getLifecycleService().terminate());
  }

  @Test
  void whatTheLargerSideHasProlongedKeepsItsTime() throws Exception {
    entries(0).put("kept", "by all", 30, TimeUnit.SECONDS);
    cutOff(members.get(2));
    assertThat(entries(2).get("kept")).isEqualTo("by all");
    entries(0).put("kept", "by all", 10, TimeUnit.MINUTES);
    long prolonged = entries(0).getEntryView("kept").getExpirationTime();

    awaitMerge();

    for (int i = 0; i < 3; i++) {
      assertThat(entries(i).getEntryView("kept").getExpirationTime()).isEqualTo(prolonged);
    }
  }

  @Test
  void whatTheLargerSideHasRemovedStaysRemoved() throws Exception {
    entries(0).put("removed", "by the larger side");
    cutOff(members.get(2));
    assertThat(entries(2).get("removed")).isNotNull();
    entries(0).remove("removed");

    awaitMerge();

    assertThat(entries(2).get("removed")).isNull();
  }

  private IMap<String, String> entries(int member) {
    return members.get(member).getMap(MAP);
  }

  /** As when its heartbeats did not come for long, either way. */
  private void cutOff(HazelcastInstance one) {
    for (HazelcastInstance other : members) {
      if (other != one) {
        suspect(one, other);
        suspect(other, one);
      }
    }
    one.getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
                merged.countDown();
              }
            });
    await().until(() -> one.getCluster().getMembers().size() == 1);
    await().until(() -> members.get(0).getCluster().getMembers().size() == 2);
  }

  private static void suspect(HazelcastInstance who, HazelcastInstance whom) {
    Address address = whom.getCluster().getLocalMember().getAddress();
    ClusterServiceImpl service =
        ((HazelcastInstanceProxy) who).getOriginal().node.getClusterService();
    MemberImpl member = service.getMember(address);
    if (member != null) {
      service.suspectMember(member, "a test", true);
    }
  }

  /** Said by who has merged when its entries have been taken or not. */
  private void awaitMerge() throws InterruptedException {
    assertThat(merged.await(MERGED.toSeconds(), TimeUnit.SECONDS)).isTrue();
    awaitEverybodySees(3);
  }

  private void awaitEverybodySees(int count) {
    await()
        .untilAsserted(
            () ->
                assertThat(members)
                    .extracting(member -> member.getCluster().getMembers().size())
                    .containsOnly(count));
  }
}
