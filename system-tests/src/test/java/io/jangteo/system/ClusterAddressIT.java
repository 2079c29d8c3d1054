package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.launcher.RunningProcess;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A process of the cluster listens where it was told to and nowhere else. */
class ClusterAddressIT {
  private static final String PRIVATE = "127.0.0.2";

  @Test
  void membershipAndBusListenOnTheAddressOfTheClusterOnly() throws Exception {
    int port = BusNodes.freePort();
    int busPort = BusNodes.freePort();
    Map<String, String> variables = new HashMap<>();
    variables.put("CLUSTER_NAME", "test-" + UUID.randomUUID());
    variables.put("CLUSTER_HOST", PRIVATE);
    variables.put("CLUSTER_PORT", Integer.toString(port));
    variables.put("CLUSTER_BUS_PORT", Integer.toString(busPort));
    variables.put("GATEWAY_HOST", "127.0.0.1");
    variables.put("GATEWAY_PORT", "0");
    try (LaunchedJar jar = LaunchedJar.start("api-gateway", variables, "-cluster")) {
      RunningProcess running = jar.awaitServing();

      List<ListeningSockets.Bound> bound = ListeningSockets.of(running.pid());

      InetAddress own = InetAddress.getByName(PRIVATE);
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      assertThat(bound)
          .containsExactlyInAnyOrder(
              new ListeningSockets.Bound(own, port),
              new ListeningSockets.Bound(own, busPort),
              new ListeningSockets.Bound(loopback, running.port()),
              new ListeningSockets.Bound(loopback, running.managementPort()));
    }
  }
}
