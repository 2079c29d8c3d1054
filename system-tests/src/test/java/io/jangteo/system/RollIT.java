package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are replaced while they are used: nobody who asks, over a connection that is kept or a
 * new one, sees anything but success, and every order ends as it should. With {@code
 * -Droll.services=all} the whole cluster is.
 */
@Tag("alone")
class RollIT {
  private static final int PER_SECOND = 200;
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger words = new AtomicInteger();

  @TempDir private Path folder;
  private CommandLine jangteo;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    jangteo.startCluster();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
  }

  @Test
  void processesAreReplacedUnderLoadAndNoRequestFails() throws Exception {
    // Given
    try (OrderStream orders = OrderStream.open(jangteo.home(), jangteo.state(), BETWEEN_ORDERS)) {
      await().atMost(PATIENCE).until(() -> orders.acceptedSoFar() > 8);
      SteadyLoad load = new SteadyLoad(PER_SECOND, ports(), asks(orders));
      List<JsonNode> replaced = new ArrayList<>();
      try (load) {
        await().atMost(PATIENCE).until(() -> load.answered() > 5 * PER_SECOND);
        assertThat(load.failures()).as("before").isEmpty();

        // When
        for (String service : System.getProperty("roll.services", "all").split(" ")) {
          String[] all = {"roll", "--json"};
          String[] one = {"roll", service, "--json"};
          CommandLine.Result rolled = jangteo.run(service.equals("all") ? all : one);
          report(rolled, load, orders);
          assertThat(rolled.exit()).as(rolled.output()).isZero();
          Json.LENIENT.readTree(rolled.output()).path("replaced").forEach(replaced::add);
        }
        int then = load.answered();
        await().atMost(PATIENCE).until(() -> load.answered() > then + PER_SECOND);
      }

      // Then
      assertThat(replaced).allMatch(each -> isNew(each.path("name").asText(), each));
      assertThat(load.failures()).isEmpty();
      assertThat(orders.finish()).hasSizeGreaterThan(20);
      assertThat(orders.refusals()).isEmpty();
      assertThat(orders.failedAttempts()).isEmpty();
      orders.awaitAllCompleted(PATIENCE);
      CommandLine.Result audit = jangteo.run("audit");
      assertThat(audit.exit()).as(audit.output()).isZero();
    }
  }

  @Test
  void aProcessThatDoesNotComeUpLeavesTheOneBeforeInItsPlace() throws Exception {
    // Given
    Map<String, Long> before = processes();
    CommandLine wrong = new CommandLine(folder, Map.of("CATALOG_DB_POOL_SIZE_MAX", "many"));

    // When
    CommandLine.Result rolled = wrong.run("roll", "catalog", "--json");

    // Then
    assertThat(rolled.exit()).as(rolled.output()).isEqualTo(1);
    JsonNode result = Json.LENIENT.readTree(rolled.output());
    assertThat(result.path("ok").asBoolean(true)).isFalse();
    assertThat(result.path("replaced")).isEmpty();
    assertThat(result.path("why").asText())
        .startsWith("catalog-1 was not replaced, what ran before goes on")
        .contains("CATALOG_DB_POOL_SIZE_MAX");
    assertThat(processes()).isEqualTo(before);
    assertThat(jangteo.run("status").exit()).isZero();
  }

  private boolean isNew(String name, JsonNode replaced) {
    return processes().get(name) == replaced.path("toPid").asLong()
        && replaced.path("toPid").asLong() != replaced.path("fromPid").asLong();
  }

  private Map<String, Long> processes() {
    try {
      Map<String, Long> pids = new HashMap<>();
      Json.LENIENT
          .readTree(jangteo.run("status", "--json").output())
          .path("processes")
          .forEach(each -> pids.put(each.path("name").asText(), each.path("pid").asLong()));
      return pids;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Integer> ports() {
    return jangteo.state().gateways().stream().map(URI::getPort).toList();
  }

  /**
   * Cached and not, answered by the gateway itself and by several services, with a name and
   * without.
   */
  private List<SteadyLoad.Ask> asks(OrderStream orders) throws IOException, InterruptedException {
    GatewayClient gateway = new GatewayClient(jangteo.state().gateways(), PATIENCE);
    Session merchant = new Session(gateway, Credentials.load(jangteo.home()).merchant());
    String authorization = "Authorization: Bearer " + merchant.token() + "\r\n";
    return List.of(
        SteadyLoad.Ask.of(() -> "/products?q=word" + words.incrementAndGet()),
        SteadyLoad.Ask.of(() -> "/products/JT-0002"),
        SteadyLoad.Ask.of(() -> "/openapi.json"),
        new SteadyLoad.Ask(() -> "/stock/JT-0002", () -> authorization),
        new SteadyLoad.Ask(() -> "/orders/" + orders.anyAccepted(), () -> authorization),
        new SteadyLoad.Ask(
            () -> "/orders/" + orders.anyAccepted() + "?include=payment,shipment",
            () -> authorization),
        new SteadyLoad.Ask(() -> "/orders", () -> authorization));
  }

  private static void report(CommandLine.Result rolled, SteadyLoad load, OrderStream orders) {
    System.out.printf(
        "%s%n%d answered in %.1f s, slowest %s, failed %d: %s%norders %d, refused %s, moved %s%n",
        rolled.output(),
        load.answered(),
        load.seconds(),
        load.slowest(),
        load.failures().size(),
        load.failures().stream().limit(30).toList(),
        orders.acceptedSoFar(),
        orders.refusals(),
        orders.failedAttempts());
  }
}
