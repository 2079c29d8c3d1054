package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes, each at an address of its own, that know the others by one name with many addresses,
 * as a headless service of Kubernetes or the tasks of a Swarm service have it.
 */
class MembersByNameIT {
  private static final String NAME = "jangteo-cluster";
  private static final String NOBODY = "127.0.0.9";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final String cluster = "test-" + UUID.randomUUID();
  private final int port = BusNodes.freePort();
  private final List<LaunchedJar> jars = new ArrayList<>();

  @AfterEach
  void stop() {
    jars.forEach(LaunchedJar::close);
  }

  /** What the process at that address finds when it looks names up. */
  private void names(String address, String... addresses) throws IOException {
    StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
    hosts.append("127.0.0.1 ").append(InetAddress.getLocalHost().getHostName()).append('\n');
    for (String each : addresses) {
      hosts.append(each).append(' ').append(NAME).append('\n');
    }
    Files.writeString(hosts(address), hosts);
  }

  private Path hosts(String address) {
    return folder.resolve(address);
  }

  private LaunchedJar start(String address, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("CLUSTER_NAME", cluster);
    variables.put("CLUSTER_HOST", address);
    variables.put("CLUSTER_PORT", Integer.toString(port));
    variables.put("CLUSTER_PORT_COUNT", "1");
    variables.put("CLUSTER_MEMBERS", NAME + ":" + port);
    variables.put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts(address));
    variables.put("GATEWAY_PORT", "0");
    variables.putAll(more);
    LaunchedJar jar = LaunchedJar.start("api-gateway", variables, "-cluster");
    jars.add(jar);
    return jar;
  }

  private static void awaitNodes(int count, List<LaunchedJar> of) {
    for (LaunchedJar jar : of) {
      jar.awaitServing();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(jar.metric("jangteo_cluster_nodes"))
                      .as(jar.output())
                      .isEqualTo(count));
    }
  }

  @Test
  void everyAddressOfANameIsAskedAndOneThatIsDeadIsPassedOver() throws Exception {
    List<String> addresses = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
    for (String address : addresses) {
      names(address, NOBODY, "127.0.0.2", "127.0.0.3", "127.0.0.4");
      start(address, Map.of());
    }

    awaitNodes(3, jars);
  }

  @Test
  void aNameThatIsNotKnownYetIsWaitedFor() throws Exception {
    names("127.0.0.2", "127.0.0.2");
    names("127.0.0.3");
    start("127.0.0.2", Map.of("CLUSTER_JOIN_PAUSE", "0s"));
    awaitNodes(1, jars);

    LaunchedJar late = start("127.0.0.3", Map.of("CLUSTER_JOIN_PAUSE", "7s"));
    await().atMost(SOON).until(() -> late.output().contains("is not known by that name yet"));
    names("127.0.0.3", NOBODY, "127.0.0.2", "127.0.0.3");

    awaitNodes(2, jars);
    assertThat(late.output()).doesNotContain("is merging");
  }

  @Test
  void whoStartedApartIsFoundWhenTheNameGetsFurtherAddresses() throws Exception {
    Map<String, String> impatient =
        Map.of("CLUSTER_JOIN_PAUSE", "0s", "CLUSTER_MERGE_FIRST", "3s", "CLUSTER_MERGE_NEXT", "2s");
    for (String address : List.of("127.0.0.2", "127.0.0.3")) {
      names(address, address);
      start(address, impatient);
    }
    awaitNodes(1, jars);

    for (String address : List.of("127.0.0.2", "127.0.0.3")) {
      names(address, NOBODY, "127.0.0.2", "127.0.0.3");
    }

    awaitNodes(2, jars);
  }
}
