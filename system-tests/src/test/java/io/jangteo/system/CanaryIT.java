package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.cluster.Instance;
import io.jangteo.marketplace.cluster.OsProcess;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another version of a service beside the one that runs, made of its jar. */
@Tag("alone")
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NEXT = "9.0.0";
  private static final String CATALOG = "verticles/catalog/src/main/java/io/jangteo/catalog/";
  private static final String ORDER = "verticles/order/src/main/java/io/jangteo/order/domain/saga/";

  @TempDir private static Path folder;
  private static CommandLine jangteo;

  private final AtomicInteger words = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    jangteo.startCluster();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
  }

  private SteadyLoad searches() {
    List<Integer> ports = jangteo.state().gateways().stream().map(URI::getPort).toList();
    return new SteadyLoad(
        100, ports, List.of(SteadyLoad.Ask.of(() -> "/products?q=word" + words.incrementAndGet())));
  }

  private static Map<String, String> versions(String service)
      throws IOException, InterruptedException {
    Map<String, String> versions = new TreeMap<>();
    Json.LENIENT
        .readTree(jangteo.run("status", "--json").output())
        .path("processes")
        .forEach(
            each -> {
              if (each.path("service").asText().equals(service)) {
                versions.put(each.path("name").asText(), each.path("version").asText());
              }
            });
    return versions;
  }

  @Test
  void aGoodVersionHoldsAndIsPromotedWithoutAFailedRequest() throws Exception {
    Path jar = RepackedJar.of("shipping", NEXT).write(folder);
    try (OrderStream orders =
        OrderStream.open(jangteo.home(), jangteo.state(), Duration.ofMillis(400))) {
      // When
      CommandLine.Result result =
          jangteo.run("canary", "shipping", "50", "--jar", jar.toString(), "--watch", "5s");

      // Then
      assertThat(result.exit()).as(result.output()).isZero();
      assertThat(versions("shipping").values()).hasSize(2).contains(NEXT);
      assertThat(jangteo.run("roll", "shipping").exit()).as("which of them?").isEqualTo(1);
      assertThat(jangteo.run("canary", "shipping", "--promote").exit()).isZero();
      assertThat(versions("shipping")).containsExactly(Map.entry("shipping-1", NEXT));
      orders.finish();
      assertThat(orders.refusals()).isEmpty();
      assertThat(orders.failedAttempts()).isEmpty();
      orders.awaitAllCompleted(PATIENCE);
    }
  }

  @Test
  void aBadVersionIsRolledBackWithinSeconds() throws Exception {
    // Given
    Path jar =
        RepackedJar.of("catalog", NEXT)
            .recompiled(
                List.of(
                    CATALOG + "persistence/ProductSql.java",
                    CATALOG + "persistence/PgProductStore.java"),
                Map.of("FROM products\n", "FROM products_of_nobody\n"))
            .write(folder);
    Map<String, String> before = versions("catalog");
    SteadyLoad load = searches();
    try (load) {
      await().atMost(PATIENCE).until(() -> load.answered() > 200);
      assertThat(load.failures()).isEmpty();

      // When
      CommandLine.Result result =
          jangteo.run("canary", "catalog", "20", "--jar", jar.toString(), "--json");

      // Then
      JsonNode report = Json.LENIENT.readTree(result.output());
      int failed = load.failures().size();
      System.out.printf(
          "bad canary: %s%n%d of %d requests failed%n", report, failed, load.answered());
      assertThat(result.exit()).as(result.output()).isEqualTo(1);
      assertThat(report.path("held").asBoolean(true)).isFalse();
      assertThat(report.path("why").asText()).contains("of its", "requests failed");
      assertThat(report.path("watchedMillis").asLong()).isLessThan(15_000);
      assertThat(report.path("rolledBackMillis").asLong()).isLessThan(3_000);
      assertThat(versions("catalog")).isEqualTo(before);
      int then = load.answered();
      await().atMost(PATIENCE).until(() -> load.answered() > then + 300);
      assertThat(load.failures()).as("none since").hasSize(failed);
      assertThat(failed).isLessThan(load.answered() / 10);
    }
  }

  @Test
  void aVersionWhoseProcessDiesIsRolledBack() throws Exception {
    // Given
    Path jar = RepackedJar.of("inventory", NEXT).write(folder);
    Path output = folder.resolve("dying.txt");
    Process canary =
        jangteo.start(output, "canary", "inventory", "0", "--jar", jar.toString(), "--json");
    Path note = jangteo.home().directory().resolve("processes/inventory.canary");
    ProcessFolder processes = new ProcessFolder(jangteo.home());
    Instance instance = new Instance(ServiceKind.INVENTORY, 2);
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(note) && versions("inventory").containsValue(NEXT));

    // When
    OsProcess process = processes.find(instance).orElseThrow().process();
    process.kill();

    // Then
    assertThat(canary.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(canary.exitValue()).isEqualTo(1);
    JsonNode report = Json.LENIENT.readTree(Files.readString(output));
    assertThat(report.path("why").asText()).isEqualTo("its process has died");
    assertThat(versions("inventory")).hasSize(1).doesNotContainValue(NEXT);
    assertThat(note).doesNotExist();
  }

  /** A new definition beside the old one, and new orders begin with it. */
  @Test
  void ordersOfTwoDefinitionsOfTheSagaEndWhicheverVersionHearsOfThem() throws Exception {
    // Given
    Path jar =
        RepackedJar.of("order", NEXT)
            .recompiled(
                List.of(ORDER + "SagaDefinition.java"),
                Map.of(
                    "Map.of(1, VERSION_1)",
                    "Map.of(1, VERSION_1, 2, new SagaDefinition(2, VERSION_1.steps()))",
                    "LATEST = VERSION_1",
                    "LATEST = KNOWN.get(2)"))
            .write(folder);
    try (OrderStream orders =
        OrderStream.open(jangteo.home(), jangteo.state(), Duration.ofMillis(400))) {
      // When
      CommandLine.Result result =
          jangteo.run("canary", "order", "50", "--jar", jar.toString(), "--watch", "8s");
      assertThat(result.exit()).as(result.output()).isZero();
      CommandLine.Result promoted = jangteo.run("canary", "order", "--promote");

      // Then
      assertThat(promoted.exit()).as(promoted.output()).isZero();
      orders.finish();
      assertThat(orders.refusals()).isEmpty();
      orders.awaitAllCompleted(PATIENCE);
    }
    assertThat(begunWith(1)).as("by the old version").isGreaterThan(5);
    assertThat(begunWith(2)).as("by the new one").isGreaterThan(5);
    assertThat(cell("SELECT count(*) FROM saga_answers")).isEqualTo("0");
    assertThat(cell("SELECT count(*) FROM parked_messages")).isEqualTo("0");
    CommandLine.Result audit = jangteo.run("audit");
    assertThat(audit.exit()).as(audit.output()).isZero();
  }

  private static long begunWith(int definition) throws Exception {
    return Long.parseLong(
        cell("SELECT count(*) FROM sagas WHERE definition_version = " + definition));
  }

  private static String cell(String sql) throws Exception {
    return ServiceDatabases.cell(jangteo.state(), "order", sql).orElseThrow();
  }
}
