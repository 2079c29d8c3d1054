package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.ClusteredVertx;
import io.jangteo.launcher.RunningProcess;
import io.jangteo.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records of services whose processes are killed, started again or frozen. */
@Tag("alone")
class DiscoveryLeaseIT {
  private static final Optional<String> TWO_SECONDS = Optional.of("2");
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** Two seconds are promised; a machine full of other tests gets more. */
  private static final Duration ROUTED = Duration.ofSeconds(10);

  /** A connection to a killed process is reset at once, but the members have to agree. */
  private static final Duration NOTICED = Duration.ofSeconds(5);

  private static final Duration FROZEN = Duration.ofSeconds(13);
  private static final Duration READ_DEADLINE = Duration.ofSeconds(3);

  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final List<LaunchedJar> jars = new ArrayList<>();
  private Vertx vertx;
  private ServiceDirectory directory;

  @BeforeEach
  void joinTheCluster() {
    int port = environment.clusterPort();
    ClusterConfig config =
        ClusterConfig.local(
                environment.cluster(), port + 7, List.of("127.0.0.1:" + port + "-" + (port + 7)))
            .withoutJoinPause();
    vertx = Await.success(ClusteredVertx.start(config, new VertxOptions()));
    directory = Await.success(LeasedServiceDirectory.open(vertx));
  }

  @AfterEach
  void leave() {
    jars.forEach(LaunchedJar::close);
    Await.success(vertx.close());
  }

  private LaunchedJar start(String service, Map<String, String> variables) {
    LaunchedJar jar = LaunchedJar.start(service, variables, "-cluster");
    jars.add(jar);
    return jar;
  }

  @Test
  void killedProcessIsForgottenWithinItsLeaseAndFoundAgainAtOnce() throws Exception {
    // Given
    LaunchedJar gateway = start("api-gateway", environment.of("api-gateway"));
    gateway.awaitServing();
    Set<String> before = registrations();
    Map<String, String> variables = environment.of("catalog");
    LaunchedJar catalog = start("catalog", variables);
    String killed = catalog.awaitServing().instance();
    await().atMost(ROUTED).until(() -> gateway.edge("/products").statusCode() == 200);
    // By then the gateway hears of changes, and has forgotten what it kept before it did.
    await().until(() -> gateway.edge("/products").headers().firstValue("age").equals(TWO_SECONDS));
    Set<String> its = registrations();
    its.removeAll(before);
    assertThat(its).isNotEmpty();

    // When
    catalog.kill();

    // Then
    long killedAt = System.nanoTime();
    await().atMost(NOTICED).until(() -> instances().isEmpty());
    assertThat(gateway.edge("/products?q=never-asked").statusCode()).isEqualTo(503);
    assertThat(gateway.edge("/products").statusCode()).as("stands in").isEqualTo(200);
    await()
        .atMost(LEASE.plusSeconds(1).minus(since(killedAt)))
        .until(() -> Collections.disjoint(registrations(), its));

    // When
    LaunchedJar again = start("catalog", variables);
    RunningProcess running = again.awaitServing();

    // Then
    await().atMost(ROUTED).until(() -> gateway.edge("/products?q=again").statusCode() == 200);
    assertThat(instances()).containsExactly(running.instance()).doesNotContain(killed);
  }

  @Test
  void frozenProcessStallsNobodyElse() throws Exception {
    // Given
    LaunchedJar gateway = start("api-gateway", environment.of("api-gateway"));
    LaunchedJar catalog = start("catalog", environment.of("catalog"));
    LaunchedJar shipping = start("shipping", environment.of("shipping"));
    gateway.awaitServing();
    catalog.awaitServing();
    String frozen = shipping.awaitServing().instance();
    await().atMost(ROUTED).until(() -> gateway.edge("/products").statusCode() == 200);

    // When
    shipping.freeze();

    // Then
    long frozenAt = System.nanoTime();
    Duration slowest = Duration.ZERO;
    int asked = 0;
    while (since(frozenAt).compareTo(FROZEN) < 0) {
      long begun = System.nanoTime();
      assertThat(gateway.edge("/products?q=not-cached-" + asked).statusCode()).isEqualTo(200);
      Duration took = since(begun);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      asked++;
    }
    assertThat(asked).isGreaterThan(100);
    assertThat(slowest).as("slowest of %d answers", asked).isLessThan(READ_DEADLINE);
    await().atMost(LEASE).until(() -> !instances().contains(frozen));
    System.out.printf(
        "frozen member: %d requests to another service, slowest %d ms%n",
        asked, slowest.toMillis());
  }

  private List<String> instances() {
    return directory.instances().stream()
        .filter(each -> !AnnouncedKeys.isIn(each))
        .map(ServiceInstance::instanceId)
        .toList();
  }

  /** What is really in the registry, whoever filters it. */
  private Set<String> registrations() {
    return Await.success(
        vertx
            .sharedData()
            .<String, String>getAsyncMap("jangteo.leases")
            .compose(AsyncMap::keys)
            .map(HashSet::new));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
