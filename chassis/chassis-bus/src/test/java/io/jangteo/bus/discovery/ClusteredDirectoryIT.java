package io.jangteo.bus.discovery;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.LocalCluster;
import io.jangteo.bus.LocalCluster.Node;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusteredDirectoryIT {
  private static final Duration PROMISED = Duration.ofSeconds(2);

  private final LocalCluster cluster = new LocalCluster();
  private Node here;
  private Node there;
  private ServiceDirectory hereDirectory;
  private ServiceDirectory thereDirectory;

  @BeforeEach
  void startTwoNodes() {
    here = cluster.start();
    there = cluster.start();
    hereDirectory = result(LeasedServiceDirectory.open(here.vertx()));
    thereDirectory = result(LeasedServiceDirectory.open(there.vertx()));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void instanceOfAnotherNodeIsSeenInTime() {
    ServiceInstance order = Instances.of("order", "b", there.id());

    result(thereDirectory.announce(order));

    await().atMost(PROMISED).until(() -> hereDirectory.instances().equals(List.of(order)));
  }

  @Test
  void withdrawnInstanceOfAnotherNodeIsGoneInTime() {
    ServiceInstance order = Instances.of("order", "b", there.id());
    result(thereDirectory.announce(order));
    await().until(() -> hereDirectory.instances().size() == 1);

    result(thereDirectory.withdraw(order));

    await().atMost(PROMISED).until(() -> hereDirectory.instances().isEmpty());
  }

  @Test
  void instancesOfAKilledNodeDisappearBeforeTheirLeaseEnds() {
    result(hereDirectory.announce(Instances.of("order", "a", here.id())));
    result(thereDirectory.announce(Instances.of("order", "b", there.id())));
    await().until(() -> hereDirectory.instances().size() == 2);

    there.kill();

    await()
        .atMost(Duration.ofSeconds(6))
        .until(
            () -> hereDirectory.instances().equals(List.of(Instances.of("order", "a", here.id()))));
  }

  @Test
  void instanceThatTheRegistryHasLostIsSeenAgainInTime() {
    ServiceInstance order = Instances.of("order", "b", there.id());
    result(thereDirectory.announce(order));
    await().until(() -> hereDirectory.instances().size() == 1);

    here.manager().getHazelcastInstance().getMap("jangteo.leases").clear();

    await().until(() -> hereDirectory.instances().isEmpty());
    await().atMost(PROMISED).until(() -> hereDirectory.instances().equals(List.of(order)));
  }

  @Test
  void nodeThatJoinsLaterSeesWhatIsThere() {
    ServiceInstance order = Instances.of("order", "a", here.id());
    result(hereDirectory.announce(order));

    Node third = cluster.start();
    ServiceDirectory directory = result(LeasedServiceDirectory.open(third.vertx()));

    assertThat(directory.instances()).containsExactly(order);
  }

  @Test
  void abandonedRecordExpiresOnEveryNode() {
    Duration lease = Duration.ofSeconds(2);
    ServiceDiscovery abandoned =
        ServiceDiscovery.create(
            there.vertx(),
            new ServiceDiscoveryOptions()
                .setBackendConfiguration(
                    new JsonObject()
                        .put("backend-name", LeaseBackend.NAME)
                        .put(LeaseBackend.LEASE_MS, lease.toMillis())));
    result(abandoned.publish(InstanceRecords.toRecord(Instances.of("order", "b", ""))));
    await().until(() -> hereDirectory.instances().size() == 1);

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> hereDirectory.instances().isEmpty() && thereDirectory.instances().isEmpty());
  }

  @Test
  void recordOfANodeThatIsNoMemberIsNotShown() {
    ServiceInstance gone = Instances.of("order", "x", UUID.randomUUID().toString());
    ServiceInstance live = Instances.of("order", "y", there.id());

    result(thereDirectory.announce(gone));
    result(thereDirectory.announce(live));

    await().until(() -> hereDirectory.instances().equals(List.of(live)));
  }
}
