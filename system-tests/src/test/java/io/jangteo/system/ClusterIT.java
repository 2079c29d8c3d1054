package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Every service a process of its own, from the built jars, changed and broken by the verbs. */
@Tag("alone")
@TestMethodOrder(OrderAnnotation.class)
class ClusterIT {
  /** The embedded broker has no dead letters to count. */
  private static final String ONLY_WITH_RABBITMQ = "jangteo_dead_unowned";

  private static final int SERVICES = 7;
  private static final int GATEWAYS = 2;

  /** With the database and the process of the embedded servers. */
  private static final int PROCESSES = SERVICES + GATEWAYS + 2;

  @TempDir private static Path folder;
  private static CommandLine jangteo;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    jangteo.startCluster();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
  }

  @Test
  @Order(1)
  void everyProcessIsReadyAndTold() throws Exception {
    JsonNode status = status(0);

    assertThat(status.path("ready").asBoolean()).isTrue();
    assertThat(status.path("processes")).hasSize(PROCESSES);
    for (JsonNode process : status.path("processes")) {
      assertThat(process.path("pid").asLong()).as(process.toString()).isPositive();
      assertThat(process.path("rssBytes").asLong()).as(process.toString()).isPositive();
      assertThat(process.path("ready").asBoolean()).as(process.toString()).isTrue();
      assertThat(process.has("service") && process.has("instance") && process.has("version"))
          .isTrue();
    }
    assertThat(of("gateway", status)).allMatch(each -> each.path("port").asInt() > 0);
    assertThat(jangteo.state().kind()).isEqualTo(RunState.Kind.CLUSTER);
    assertThat(jangteo.state().urls()).hasSize(GATEWAYS);
  }

  @Test
  @Order(2)
  void anOrderGoesThroughAllOfThem() throws Exception {
    CommandLine.Result demo = jangteo.run("demo");

    assertThat(demo.exit()).as(demo.output()).isZero();
  }

  /** Of the dashboard and of the alerts; an order has gone through everything by now. */
  @Test
  @Order(3)
  void whatPeopleLookAtIsThere() throws Exception {
    StringBuilder scraped = new StringBuilder();
    for (JsonNode process : status(0).path("processes")) {
      if (process.path("managementPort").asInt() > 0) {
        scraped.append(metrics(process.path("managementPort").asInt()));
      }
    }
    Set<String> exported = new TreeSet<>();
    scraped.toString().lines().forEach(line -> exported.add(line.replaceAll("[{ ].*", "")));

    assertThat(SightFiles.metrics()).hasSizeGreaterThan(20);
    Set<String> looked = new TreeSet<>(SightFiles.metrics());
    assertThat(looked.remove(ONLY_WITH_RABBITMQ)).isTrue();
    assertThat(exported).containsAll(looked);
  }

  private static String metrics(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  @Order(4)
  void aSecondMarketOnTheSameFolderIsRefused() throws Exception {
    assertThat(jangteo.run("cluster", "--detach", "--port", "0").exit()).isEqualTo(1);
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isEqualTo(1);
  }

  @Test
  @Order(5)
  void aServiceIsScaledAndOneOfItsProcessesKilledAndRestarted() throws Exception {
    assertThat(jangteo.run("scale", "order", "2").exit()).isZero();
    assertThat(of("order", status(0))).hasSize(2);

    assertThat(jangteo.run("kill", "order", "--instance", "1").exit()).isZero();
    List<JsonNode> orders = of("order", status(1));
    assertThat(orders).hasSize(2);
    assertThat(orders.get(0).path("alive").asBoolean()).isFalse();
    assertThat(orders.get(1).path("ready").asBoolean()).isTrue();
    CommandLine.Result demo = jangteo.run("demo", "--scenario", "OK");
    assertThat(demo.exit()).as("by the one that lives: " + demo.output()).isZero();

    assertThat(jangteo.run("restart", "order").exit()).isZero();
    assertThat(jangteo.run("scale", "order", "1").exit()).isZero();
    assertThat(of("order", status(0))).hasSize(1);
  }

  @Test
  @Order(6)
  void clientsGoToTheGatewayThatIsLeft() throws Exception {
    assertThat(jangteo.run("kill", "gateway", "--instance", "1").exit()).isZero();

    CommandLine.Result demo = jangteo.run("demo", "--scenario", "OK");
    assertThat(demo.exit()).as(demo.output()).isZero();
    assertThat(jangteo.run("restart", "gateway").exit()).isZero();
    status(0);
  }

  @Test
  @Order(7)
  void databaseAndBrokerComeBackAtTheirAddressesWithTheirData() throws Exception {
    String broker = jangteo.state().brokerUri();
    assertThat(jangteo.run("kill", "database").exit()).isZero();
    assertThat(jangteo.run("restart", "database").exit()).isZero();

    assertThat(jangteo.run("kill", "broker").exit()).isZero();
    assertThat(jangteo.run("restart", "broker").exit()).isZero();

    awaitReady();
    assertThat(jangteo.state().brokerUri()).isEqualTo(broker);
    CommandLine.Result demo = jangteo.run("demo");
    assertThat(demo.exit()).as(demo.output()).isZero();
    CommandLine.Result audit = jangteo.run("audit");
    assertThat(audit.exit()).as(audit.output()).isZero();
  }

  @Test
  @Order(8)
  void theLogsAreOneStream() throws Exception {
    CommandLine.Result logs = jangteo.run("logs", "--lines", "400");

    assertThat(logs.exit()).isZero();
    assertThat(logs.output()).contains("order-1 ", "gateway-2 ", "infrastructure-1 ");
    assertThat(jangteo.run("logs", "gateway").output()).doesNotContain("order-1 ");
  }

  @Test
  @Order(9)
  void downLeavesNoProcessAlsoAfterAKill() throws Exception {
    List<Long> pids = new ArrayList<>();
    status(0).path("processes").forEach(process -> pids.add(process.path("pid").asLong()));
    assertThat(jangteo.run("kill", "broker").exit()).isZero();

    CommandLine.Result down = jangteo.run("down");

    assertThat(down.exit()).as(down.output()).isZero();
    assertThat(down.output()).doesNotContain("was killed");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    assertThat(jangteo.run("status").exit()).isEqualTo(1);
    assertThat(jangteo.run("down", "--wipe").exit()).isZero();
    assertThat(jangteo.home().directory()).doesNotExist();
  }

  private static void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> jangteo.run("status").exit() == 0);
  }

  private static JsonNode status(int exit) throws IOException, InterruptedException {
    CommandLine.Result result = jangteo.run("status", "--json");
    assertThat(result.exit()).as(result.output()).isEqualTo(exit);
    return Json.LENIENT.readTree(result.output());
  }

  private static List<JsonNode> of(String service, JsonNode status) {
    List<JsonNode> found = new ArrayList<>();
    status
        .path("processes")
        .forEach(
            process -> {
              if (process.path("service").asText().equals(service)) {
                found.add(process);
              }
            });
    return found;
  }
}
