package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processes asked to stop (SIGTERM) while clients are busy over connections that they keep:
 * nobody's connection is reset and nobody's request fails.
 */
@Tag("alone")
class DrainIT {
  private static final int CLIENTS = 8;
  private static final Duration STOPPED = Duration.ofSeconds(30);
  private static final Duration ROUTED = Duration.ofSeconds(20);

  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final List<LaunchedJar> jars = new ArrayList<>();
  private final AtomicInteger words = new AtomicInteger();
  private LaunchedJar gateway;
  private LaunchedJar otherGateway;
  private LaunchedJar catalog;

  @BeforeEach
  void start() throws Exception {
    gateway = start("api-gateway", environment.of("api-gateway"));
    gateway.awaitServing();
    otherGateway = start("api-gateway", environment.of("api-gateway"));
    Map<String, String> variables = environment.of("catalog");
    catalog = start("catalog", variables);
    LaunchedJar otherCatalog = start("catalog", variables);
    for (LaunchedJar jar : jars) {
      jar.awaitServing();
    }
    for (LaunchedJar edge : List.of(gateway, otherGateway)) {
      await().atMost(ROUTED).until(() -> edge.edge(uncached()).statusCode() == 200);
    }
    assertThat(otherCatalog.hasRunFile()).isTrue();
  }

  @AfterEach
  void stop() {
    jars.forEach(LaunchedJar::close);
  }

  private LaunchedJar start(String service, Map<String, String> variables) {
    LaunchedJar jar = LaunchedJar.start(service, variables, "-cluster");
    jars.add(jar);
    return jar;
  }

  private String uncached() {
    return "/products?q=word" + words.incrementAndGet();
  }

  @Test
  void aGatewayThatStopsUnderLoadCostsNoConnectionAndNoRequest() throws Exception {
    assertNothingFailsWhile(gateway, true);
  }

  @Test
  void anInstanceThatStopsUnderLoadCostsNoConnectionAndNoRequest() throws Exception {
    assertNothingFailsWhile(catalog, false);
  }

  private void assertNothingFailsWhile(LaunchedJar leaving, boolean isGateway) throws Exception {
    int port = gateway.awaitServing().port();
    List<Integer> ports = List.of(port, otherGateway.awaitServing().port());
    List<String> paths = new ArrayList<>(List.of("/products", "/openapi.json"));
    for (int i = 0; i < 50; i++) {
      paths.add(uncached());
    }
    KeepAliveLoad load = new KeepAliveLoad(CLIENTS, ports, paths);
    try (load) {
      await().atMost(ROUTED).until(() -> load.answered() > 1_000);
      assertThat(load.failures()).as("before").isEmpty();

      long began = System.nanoTime();
      leaving.terminate();
      int exit = leaving.awaitExit();
      long took = System.nanoTime() - began;
      int then = load.answered();
      await().until(() -> load.answered() > then + 500);

      System.out.printf(
          "drained: exit %d after %d ms, %d answered before, %d since, failed: %s%n",
          exit, took / 1_000_000, then, load.answered() - then, load.failures());
      assertThat(exit).as(leaving.output()).isZero();
      assertThat(took).isLessThan(STOPPED.toNanos());
    }
    assertThat(load.failures()).isEmpty();
    assertThat(load.leaving().contains(port)).isEqualTo(isGateway);
  }
}
