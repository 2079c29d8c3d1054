package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node that is stopped in order, and whose machine answers nobody from that moment on. */
class VanishingMachineIT {
  private static final int HOSTS = 3;

  /** Others would wait ten seconds for a sign of life. */
  private static final Duration WITHOUT_WAITING = Duration.ofSeconds(3);

  private final List<LaunchedJar> nodes = new ArrayList<>();

  @Test
  void othersHaveCountedItOutWithoutWaitingForItsHeartbeats() throws Exception {
    try (VirtualHosts hosts = VirtualHosts.create(HOSTS)) {
      for (int host = 1; host <= HOSTS; host++) {
        nodes.add(launch(hosts, host));
      }
      nodes.forEach(LaunchedJar::awaitServing);
      for (LaunchedJar node : nodes) {
        await().atMost(Duration.ofSeconds(30)).until(() -> members(node) == HOSTS);
      }
      LaunchedJar leaving = nodes.get(HOSTS - 1);

      leaving.terminate();
      int status = leaving.awaitExit();
      hosts.drop(List.of(HOSTS), List.of(1, 2));

      assertThat(status).isZero();
      for (LaunchedJar other : nodes.subList(0, HOSTS - 1)) {
        await().atMost(WITHOUT_WAITING).until(() -> members(other) == HOSTS - 1);
      }
    } finally {
      nodes.forEach(LaunchedJar::close);
    }
  }

  private static LaunchedJar launch(VirtualHosts hosts, int host) {
    Map<String, String> variables = new HashMap<>();
    variables.put("CLUSTER_NAME", "vanishing");
    variables.put("CLUSTER_HOST", hosts.address(host));
    variables.put("CLUSTER_PORT", "5701");
    variables.put("CLUSTER_PORT_COUNT", "1");
    variables.put(
        "CLUSTER_MEMBERS",
        IntStream.rangeClosed(1, HOSTS)
            .mapToObj(each -> hosts.address(each) + ":5701")
            .collect(Collectors.joining(",")));
    variables.put("MANAGEMENT_HOST", hosts.address(host));
    return LaunchedJar.startDataNode(hosts.address(host), hosts.on(host), variables);
  }

  private static int members(LaunchedJar node) throws IOException, InterruptedException {
    return Json.LENIENT.readTree(node.management("/cluster").body()).path("members").asInt();
  }
}
