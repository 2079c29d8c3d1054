package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.ClusteredVertx;
import io.jangteo.cluster.RepublishingCluster;
import io.jangteo.launcher.RunningProcess;
import io.jangteo.runtime.json.Json;
import io.jangteo.testing.net.ChaosProxy;
import io.jangteo.testing.net.Conditions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that is a member of the cluster and cannot be reached there, or not any more. */
class NodeHealingIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Map<String, String> HASTY =
      Map.of(
          "HEALING_PROBE_INTERVAL", "1s",
          "HEALING_PROBE_TIMEOUT", "1s",
          "HEALING_RESTART_AFTER", "8s");

  /** A member that says nothing stays listed, and what is asked of it is waited for. */
  private static final Map<String, String> PATIENT =
      Map.of("CLUSTER_HEARTBEAT_MAX", "300s", "CLUSTER_OPERATION_TIMEOUT", "120s");

  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final Map<String, String> settings = new HashMap<>(HASTY);
  private final Map<String, LaunchedJar> processes = new TreeMap<>();
  private ChaosProxy way;
  private ChaosProxy wayToDatabase;
  private LaunchedJar catalog;

  /**
   * The catalogue's event bus is reached through a way that can be shut, and so is its database;
   * its membership is not.
   */
  private void start(Map<String, String> more) throws IOException {
    settings.putAll(more);
    int port = freePort();
    way = ChaosProxy.to("127.0.0.1", port);
    catalog =
        launch(
            "catalog",
            "catalog",
            "-cluster-port",
            Integer.toString(port),
            "-cluster-public-port",
            Integer.toString(way.port()));
    launch("first", "payment-sandbox");
    launch("second", "payment-sandbox");
    processes.values().forEach(LaunchedJar::awaitServing);
    await().atMost(SOON).until(() -> isReady() && report().path("members").asInt() == 3);
  }

  private LaunchedJar launch(String name, String service, String... options) {
    Map<String, String> variables = new HashMap<>(environment.of(service));
    variables.putAll(settings);
    if (service.equals("catalog")) {
      int database = Integer.parseInt(variables.get("CATALOG_DB_PORT"));
      wayToDatabase = ChaosProxy.to(variables.get("CATALOG_DB_HOST"), database);
      variables.put("CATALOG_DB_HOST", "127.0.0.1");
      variables.put("CATALOG_DB_PORT", Integer.toString(wayToDatabase.port()));
      variables.put("CATALOG_DB_START_TIMEOUT", "4s");
    }
    String[] words = new String[options.length + 1];
    words[0] = "-cluster";
    System.arraycopy(options, 0, words, 1, options.length);
    LaunchedJar process = LaunchedJar.start(service, variables, words);
    processes.put(name, process);
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    processes.values().forEach(LaunchedJar::close);
    way.close();
    wayToDatabase.close();
  }

  @Test
  void whatOthersListAndCannotReachSaysSoRegistersAnewStartsAgainAndIsWellOnceItIsReached()
      throws Exception {
    start(Map.of());
    RunningProcess before = catalog.awaitServing();
    way.set(Conditions.CLEAR.withSilence());

    await().atMost(SOON).until(() -> !check("cluster.reachable"));
    assertThat(isReady()).isFalse();
    await().atMost(SOON).until(() -> catalog.output().contains("catalog starts again, because"));
    assertThat(catalog.output()).contains("registering everything anew");
    await().atMost(SOON).ignoreExceptions().until(() -> report().path("starts").asInt() >= 2);
    await().atMost(SOON).until(() -> !check("cluster.reachable"));
    assertThat(members("first")).as("listed all the time").isEqualTo(3);

    way.heal();
    await().atMost(SOON).until(this::isReady);
    await().atMost(SOON).until(() -> report().path("unreached").isEmpty());
    await().atMost(SOON).until(() -> unreachedBy("first") == 0 && unreachedBy("second") == 0);
    assertStartedAgainInTheSameProcess(before);
  }

  @Test
  void whatCannotStartAgainForWantOfItsDatabaseTriesUntilItCan() throws Exception {
    start(Map.of());
    RunningProcess before = catalog.awaitServing();
    way.set(Conditions.CLEAR.withSilence());
    wayToDatabase.set(Conditions.CLEAR.withSilence());

    await().atMost(SOON).until(() -> catalog.output().contains("catalog starts again, because"));
    await().atMost(SOON).until(() -> catalog.output().contains("catalog does not start: database"));
    await().atMost(SOON).until(() -> catalog.output().contains("catalog tries to start again"));

    way.heal();
    wayToDatabase.heal();
    await().atMost(SOON).ignoreExceptions().until(this::isReady);
    assertStartedAgainInTheSameProcess(before);
  }

  /**
   * As after a merge that is stuck: what a member needs for leaving is held by one that is dumb.
   */
  @Test
  void whatCannotLeaveInOrderIsEndedWithoutAndStartsAgainInTheSameProcess() throws Exception {
    start(PATIENT);
    RunningProcess before = catalog.awaitServing();
    way.set(Conditions.CLEAR.withSilence());
    await().atMost(SOON).until(() -> catalog.output().contains("registering everything anew"));
    processes.get("first").freeze();

    await().atMost(SOON).until(() -> catalog.output().contains("catalog starts again, because"));
    await()
        .atMost(SOON)
        .until(() -> catalog.output().contains("catalog does not leave the cluster in order"));
    await().atMost(SOON).until(() -> catalog.output().contains("catalog has stopped"));

    processes.get("first").thaw();
    way.heal();
    await().atMost(SOON).ignoreExceptions().until(this::isReady);
    assertStartedAgainInTheSameProcess(before);
  }

  @Test
  void addressesThatTheRegistryHasLostComeBackWithoutANewStart() throws Exception {
    start(Map.of());
    String node = catalog.awaitServing().node();
    Vertx other = join();
    try {
      HazelcastInstance member = managerOf(other).getHazelcastInstance();
      MultiMap<String, HazelcastRegistrationInfo> subscriptions =
          member.getMultiMap("__vertx.subs");
      List<Map.Entry<String, HazelcastRegistrationInfo>> lost =
          subscriptions.entrySet().stream()
              .filter(each -> each.getValue().unwrap().nodeId().equals(node))
              .toList();
      assertThat(lost).hasSizeGreaterThan(3);
      lost.forEach(each -> subscriptions.remove(each.getKey(), each.getValue()));
      member.getMap("__vertx.nodeInfo").remove(node);

      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !check("cluster.registered"));
      await().atMost(SOON).until(this::isReady);

      for (Map.Entry<String, HazelcastRegistrationInfo> each : lost) {
        assertThat(subscriptions.get(each.getKey())).contains(each.getValue());
      }
      assertThat(member.getMap("__vertx.nodeInfo").containsKey(node)).isTrue();
      assertThat(report().path("starts").asInt()).isEqualTo(1);
    } finally {
      other.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private void assertStartedAgainInTheSameProcess(RunningProcess before) {
    RunningProcess after = catalog.awaitServing();
    assertThat(after.pid()).isEqualTo(before.pid());
    assertThat(after.node()).isNotEqualTo(before.node());
  }

  private Vertx join() throws Exception {
    int first = environment.clusterPort();
    ClusterConfig config =
        ClusterConfig.local(
                environment.cluster(), first + 7, List.of("127.0.0.1:" + first + "-" + (first + 7)))
            .withoutJoinPause();
    return ClusteredVertx.start(config, new VertxOptions().setEventLoopPoolSize(1))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static RepublishingCluster managerOf(Vertx vertx) {
    return (RepublishingCluster) ((VertxInternal) vertx).clusterManager();
  }

  private boolean isReady() throws IOException, InterruptedException {
    return status() == 200;
  }

  /** 0 while nobody listens, as between two starts. */
  private int status() throws InterruptedException {
    try {
      return catalog.management("/ready").statusCode();
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private boolean check(String name) throws InterruptedException {
    try {
      JsonNode checks = Json.LENIENT.readTree(catalog.management("/ready").body()).path("checks");
      return checks.path(name).asBoolean(true);
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  private JsonNode report() throws IOException, InterruptedException {
    return Json.LENIENT.readTree(catalog.management("/cluster").body());
  }

  private int members(String process) throws IOException, InterruptedException {
    return of(process).path("members").asInt();
  }

  private int unreachedBy(String process) throws IOException, InterruptedException {
    return of(process).path("unreached").size();
  }

  private JsonNode of(String process) throws IOException, InterruptedException {
    return Json.LENIENT.readTree(processes.get(process).management("/cluster").body());
  }
}
