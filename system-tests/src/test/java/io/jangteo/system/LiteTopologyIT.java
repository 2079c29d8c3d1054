package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes that keep what the cluster remembers, and a gateway and services that do not. */
class LiteTopologyIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final List<LaunchedJar> jars = new ArrayList<>();

  @AfterEach
  void stop() {
    jars.forEach(LaunchedJar::close);
  }

  private LaunchedJar dataNode() {
    Map<String, String> variables = environment.of("api-gateway");
    variables.keySet().removeIf(name -> !name.startsWith("CLUSTER_"));
    LaunchedJar jar = LaunchedJar.startDataNode(variables);
    jars.add(jar);
    jar.awaitServing();
    return jar;
  }

  private LaunchedJar lite(String service, Map<String, String> variables) {
    variables.put("CLUSTER_LITE", "true");
    LaunchedJar jar = LaunchedJar.start(service, variables, "-cluster");
    jars.add(jar);
    return jar;
  }

  private static void awaitNodes(LaunchedJar jar, int count) {
    await().atMost(SOON).until(() -> jar.metric("jangteo_cluster_nodes") == count);
  }

  @Test
  void theDeathOfANodeThatKeepsDataCostsNoRequestAndNoRegistration() throws Exception {
    List<LaunchedJar> data = new ArrayList<>(List.of(dataNode(), dataNode(), dataNode()));
    Map<String, String> catalogVariables = environment.of("catalog");
    LaunchedJar gateway = lite("api-gateway", environment.of("api-gateway"));
    gateway.awaitServing();
    LaunchedJar catalog = lite("catalog", catalogVariables);
    catalog.awaitServing();
    await().atMost(SOON).until(() -> gateway.edge("/products").statusCode() == 200);
    assertThat(gateway.management("/ready").body()).contains("\"cluster.data\":true");

    try (SteadyRequests requests = new SteadyRequests(gateway)) {
      for (int i = 0; i < 2; i++) {
        requests.awaitMore(100);
        data.remove(0).kill();
        awaitNodes(gateway, 4);
        requests.awaitMore(200);
        data.add(dataNode());
        awaitNodes(gateway, 5);
      }
      LaunchedJar other = lite("catalog", catalogVariables);
      other.awaitServing();
      await().atMost(SOON).until(() -> other.metric("jangteo_bus_requests_seconds_count") > 20);

      System.out.printf(
          "lite: %d answered, failed: %s%n", requests.answered(), requests.failures());
      assertThat(requests.failures()).isEmpty();
    }
    for (LaunchedJar jar : List.of(gateway, catalog)) {
      assertThat(jar.management("/ready").statusCode()).as(jar.output()).isEqualTo(200);
    }

    for (LaunchedJar each : data) {
      each.kill();
    }
    await().atMost(SOON).until(() -> gateway.management("/ready").statusCode() == 503);
    assertThat(gateway.management("/ready").body()).contains("\"cluster.data\":false");
  }

  @Test
  void aClusterOfNodesThatKeepNothingDoesNotStart() throws Exception {
    LaunchedJar lonely = lite("api-gateway", environment.of("api-gateway"));

    assertThat(lonely.awaitExit()).as(lonely.output()).isEqualTo(1);
    assertThat(lonely.output()).contains("does not start", "CLUSTER_LITE").doesNotContain("\tat ");
  }
}
