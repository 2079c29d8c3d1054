package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.cli.audit.Audit;
import io.jangteo.cli.audit.Audit.Finding;
import io.jangteo.cli.audit.Audit.Verdict;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit finds each fault that it is there for, in a market where it found nothing before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditPowerIT {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final int STOCK = 10;
  private static final Map<PlantedFault, Trade> TRADES = new EnumMap<>(PlantedFault.class);

  @TempDir private static Path folder;
  private static CommandLine jangteo;
  private static RunState state;
  private static GatewayClient gateway;
  private static Session merchant;

  /** An order of two products; its faults are told apart by them. */
  private record Trade(String order, String sku) {
    String in(String text) {
      return text.replace("{order}", order).replace("{sku}", sku);
    }
  }

  @BeforeAll
  static void trade() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, MarketBroker.settings());
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isZero();
    state = jangteo.state();
    gateway = new GatewayClient(URI.create(state.url()), Duration.ofSeconds(30));
    merchant = new Session(gateway, Credentials.load(jangteo.home()).merchant());
    for (PlantedFault fault : PlantedFault.values()) {
      TRADES.put(fault, trade("POWER-" + fault, fault.afterCompensation()));
    }
  }

  @AfterAll
  static void down() throws IOException, InterruptedException {
    assertThat(jangteo.run("down", "--wipe").exit()).isZero();
  }

  @Test
  @Order(1)
  void aMarketAtRestHasNothingToFindAndEveryInvariantAFaultToFind() throws Exception {
    List<Finding> findings = audit(Duration.ofSeconds(30));

    assertThat(findings).allMatch(finding -> finding.verdict() == Verdict.OK);
    Set<String> planted =
        Stream.concat(Arrays.stream(PlantedFault.values()).map(PlantedFault::name), Stream.of("O1"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(planted).isEqualTo(findings.stream().map(Finding::id).collect(Collectors.toSet()));
  }

  @Test
  @Order(2)
  void anOrderThatOnlyItsClientKnowsIsFound() throws Exception {
    String key = "replay-planted-1";
    Files.createDirectories(jangteo.home().journals());
    Files.writeString(
        jangteo.home().journals().resolve("planted.jsonl"),
        "{\"event\":\"invoke\",\"key\":\"%1$s\"}%n{\"event\":\"done\",\"key\":\"%1$s\",\"order\":{\"id\":\"%2$s\",\"pence\":5}}%n"
            .formatted(key, Ids.next()));

    assertFound("O1", key);
  }

  @ParameterizedTest
  @EnumSource
  @Order(3)
  void aPlantedFaultIsFound(PlantedFault fault) throws Exception {
    Trade trade = TRADES.get(fault);
    String subject = trade.order();
    if (fault.name().matches("S[12]")) {
      subject = trade.sku();
    } else if (fault.subject() != null) {
      subject = ask(fault.subject().service(), trade.in(fault.subject().sql()));
    }

    for (String statement : fault.statements()) {
      execute(fault.service(), trade.in(statement).replace("{subject}", subject));
    }

    assertFound(fault.name(), subject);
  }

  private static void assertFound(String id, String subject) throws Exception {
    assertThat(audit(AT_ONCE))
        .filteredOn(finding -> finding.id().equals(id))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.VIOLATED);
              assertThat(finding.violations()).anyMatch(violation -> violation.contains(subject));
            });
  }

  private static List<Finding> audit(Duration patience) throws Exception {
    return new Audit(jangteo.home(), state).run(patience);
  }

  private static Trade trade(String sku, boolean outOfStock)
      throws IOException, InterruptedException {
    for (String each : List.of(sku, sku + "-B")) {
      Products.stock(gateway, merchant, each, 100, STOCK);
    }
    Map<String, Object> body = Orders.body(sku, 1);
    body.put(
        "lines",
        List.of(
            Map.of("sku", sku, "quantity", 1),
            Map.of("sku", sku + "-B", "quantity", outOfStock ? STOCK + 1 : 2)));
    Answer answer = Orders.place(gateway, merchant, Ids.next().toString(), body);
    assertThat(answer.body().path("status").asText())
        .as(answer.summary())
        .isEqualTo(outOfStock ? "COMPENSATED" : "COMPLETED");
    return new Trade(answer.body().path("id").asText(), sku);
  }

  private static String ask(String service, String sql) throws SQLException {
    return ServiceDatabases.cell(state, service, sql).orElseThrow();
  }

  private static void execute(String service, String sql) throws SQLException {
    try (Connection connection = ServiceDatabases.connect(state, service);
        Statement statement = connection.createStatement()) {
      int rows = statement.executeUpdate(sql);
      assertThat(rows).as("rows changed by " + sql).isEqualTo(sql.startsWith("ALTER") ? 0 : 1);
    }
  }
}
