package io.jangteo.bus.discovery;

import static io.jangteo.bus.Futures.result;
import static io.jangteo.bus.discovery.Instances.contract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasedServiceDirectoryTest {
  private static final LeaseTiming QUICK =
      new LeaseTiming(
          Duration.ofMillis(600),
          Duration.ofMillis(150),
          Duration.ofMillis(50),
          Duration.ofSeconds(5));

  private static final ServiceInstance CATALOG = Instances.of("catalog", "a1", "");
  private static final ServiceInstance ORDER = Instances.of("order", "a1", "");

  private final Vertx vertx = Vertx.vertx();
  private ServiceDirectory directory;

  @BeforeEach
  void open() {
    directory = result(LeasedServiceDirectory.open(vertx, QUICK));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void announcedInstanceIsVisibleWhenAnnounceSucceeds() {
    result(directory.announce(ORDER));
    result(directory.announce(CATALOG));

    assertThat(directory.instances()).containsExactly(CATALOG, ORDER);
  }

  @Test
  void anotherDirectorySeesWhatThisOneAnnounced() {
    ServiceDirectory other = result(LeasedServiceDirectory.open(vertx, QUICK));

    result(directory.announce(CATALOG));

    await().until(() -> other.instances().equals(List.of(CATALOG)));
  }

  @Test
  void withdrawnInstanceIsGoneWhenWithdrawSucceeds() {
    result(directory.announce(CATALOG));
    result(directory.withdraw(CATALOG));
    result(directory.withdraw(CATALOG));

    assertThat(directory.instances()).isEmpty();
  }

  @Test
  void renewedLeaseOutlivesItsTerm() {
    result(directory.announce(CATALOG));
    ServiceDirectory observer = result(LeasedServiceDirectory.open(vertx, QUICK));

    await()
        .during(QUICK.lease().multipliedBy(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> observer.instances().equals(List.of(CATALOG)));
  }

  @Test
  void recordThatNobodyRenewsIsForgotten() {
    ServiceDiscovery abandoned = ServiceDiscovery.create(vertx, leasedFor(QUICK.lease()));
    result(abandoned.publish(InstanceRecords.toRecord(CATALOG)));
    await().until(() -> directory.instances().equals(List.of(CATALOG)));

    await().atMost(Duration.ofSeconds(5)).until(() -> directory.instances().isEmpty());
  }

  @Test
  void recordOfAnotherKindIsIgnored() {
    ServiceDiscovery stranger = ServiceDiscovery.create(vertx, leasedFor(Duration.ofMinutes(1)));
    result(stranger.publish(new Record().setName("web").setType("http-endpoint")));
    result(stranger.publish(InstanceRecords.toRecord(ORDER).setMetadata(new JsonObject())));

    result(directory.announce(CATALOG));

    assertThat(directory.instances()).containsExactly(CATALOG);
  }

  @Test
  void newContractReplacesTheEarlierOne() {
    result(directory.announce(CATALOG));
    ServiceInstance changed =
        new ServiceInstance("catalog", "a1", "", "1.2.4", contract("/products"));

    result(directory.announce(changed));

    assertThat(directory.instances()).containsExactly(changed);
  }

  @Test
  void instancesOfOneContractShareOneDocument() {
    result(directory.announce(CATALOG));
    result(directory.announce(Instances.of("catalog", "b2", "")));

    assertThat(directory.instances()).hasSize(2);
    assertThat(directory.instances().get(0).contract())
        .isSameAs(directory.instances().get(1).contract());
  }

  @Test
  void listenerHearsThePresentAndThenOnlyChanges() {
    result(directory.announce(CATALOG));
    List<List<ServiceInstance>> heard = new CopyOnWriteArrayList<>();
    directory.onChange(heard::add);
    assertThat(heard).containsExactly(List.of(CATALOG));

    result(directory.announce(ORDER));

    await()
        .during(QUICK.refresh().multipliedBy(6))
        .until(() -> heard.equals(List.of(List.of(CATALOG), List.of(CATALOG, ORDER))));
  }

  @Test
  void failingListenerDoesNotStopTheOthers() {
    List<List<ServiceInstance>> heard = new CopyOnWriteArrayList<>();
    directory.onChange(
        instances -> {
          throw new IllegalStateException("a fault of the listener");
        });
    directory.onChange(heard::add);

    result(directory.announce(CATALOG));

    await().until(() -> heard.contains(List.of(CATALOG)));
  }

  @Test
  void closeWithdrawsEverythingAnnouncedHere() {
    ServiceDirectory other = result(LeasedServiceDirectory.open(vertx, QUICK));
    result(directory.announce(CATALOG));
    result(directory.announce(ORDER));
    result(other.announce(Instances.of("order", "b2", "")));

    result(directory.close());

    await().until(() -> other.instances().equals(List.of(Instances.of("order", "b2", ""))));
  }

  private static ServiceDiscoveryOptions leasedFor(Duration lease) {
    return new ServiceDiscoveryOptions()
        .setBackendConfiguration(
            new JsonObject()
                .put("backend-name", LeaseBackend.NAME)
                .put(LeaseBackend.LEASE_MS, lease.toMillis()));
  }
}
