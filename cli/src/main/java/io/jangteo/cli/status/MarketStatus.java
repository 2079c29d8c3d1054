package io.jangteo.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.marketplace.cluster.ClusterSettings;
import io.jangteo.marketplace.cluster.DatabaseServer;
import io.jangteo.marketplace.cluster.ExpectedProcess;
import io.jangteo.marketplace.cluster.OsProcess;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ProcessReport;
import io.jangteo.marketplace.cluster.Readiness;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.SoftwareVersion;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * All processes of a market now.
 *
 * @param state empty while a cluster is still starting
 */
public record MarketStatus(Optional<RunState> state, List<ProcessStatus> processes) {
  private static final int CONNECT_MILLIS = 1_000;

  public MarketStatus {
    processes = List.copyOf(processes);
  }

  /** Asks every process at the same time. */
  public static MarketStatus of(Home home, Optional<RunState> state) throws IOException {
    List<ProcessStatus> processes =
        state.filter(running -> running.kind() == RunState.Kind.JVM).isPresent()
            ? List.of(oneJvm(state.get()))
            : cluster(home);
    return new MarketStatus(state, processes);
  }

  private static ProcessStatus oneJvm(RunState state) {
    Readiness.Answer answer = new Readiness().ask(state.managementPort()).join();
    return new ProcessStatus(
        "marketplace",
        "marketplace",
        "",
        "",
        state.pid(),
        state.gateways().get(0).getPort(),
        state.managementPort(),
        SoftwareVersion.current(),
        ProcessMemory.residentBytes(state.pid()),
        state.isAlive(),
        answer.ready(),
        present(answer.checks()));
  }

  private static List<ProcessStatus> cluster(Home home) throws IOException {
    ProcessFolder folder = new ProcessFolder(home);
    Optional<ClusterSettings> settings = ClusterSettings.read(home);
    Readiness readiness = new Readiness();
    List<CompletableFuture<ProcessStatus>> asked = new ArrayList<>();
    for (ExpectedProcess each : folder.expected()) {
      asked.add(
          each.isAlive()
              ? readiness.ask(each.managementPort()).thenApply(answer -> status(each, answer))
              : CompletableFuture.completedFuture(dead(each)));
    }
    List<ProcessStatus> processes = new ArrayList<>();
    boolean ownDatabase = settings.map(ClusterSettings::hasEmbeddedDatabase).orElse(false);
    if (ownDatabase && !folder.expected(ServiceKind.INFRASTRUCTURE).isEmpty()) {
      processes.add(database(settings.get().databasePort(), DatabaseServer.of(folder)));
    }
    asked.forEach(answer -> processes.add(answer.join()));
    return processes;
  }

  private static ProcessStatus status(ExpectedProcess each, Readiness.Answer answer) {
    Optional<ProcessReport> report = each.report();
    return new ProcessStatus(
        each.instance().service().title(),
        each.instance().name(),
        report.map(ProcessReport::instance).orElse(""),
        report.map(ProcessReport::node).orElse(""),
        each.process().pid(),
        report.map(ProcessReport::port).orElse(0),
        each.managementPort(),
        report.map(ProcessReport::version).orElse(""),
        ProcessMemory.residentBytes(each.process().pid()),
        true,
        answer.ready(),
        present(answer.checks()));
  }

  private static ProcessStatus dead(ExpectedProcess each) {
    Optional<ProcessReport> report = each.report();
    return new ProcessStatus(
        each.instance().service().title(),
        each.instance().name(),
        report.map(ProcessReport::instance).orElse(""),
        report.map(ProcessReport::node).orElse(""),
        each.process().pid(),
        report.map(ProcessReport::port).orElse(0),
        each.managementPort(),
        report.map(ProcessReport::version).orElse(""),
        0,
        false,
        false,
        null);
  }

  private static ProcessStatus database(int port, DatabaseServer server) throws IOException {
    OsProcess process = server.process();
    boolean alive = process.isAlive();
    return new ProcessStatus(
        "database",
        "database",
        "",
        "",
        process.pid(),
        port,
        0,
        "",
        alive ? ProcessMemory.residentBytes(process.pid()) : 0,
        alive,
        alive && accepts(port),
        null);
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonNode present(JsonNode checks) {
    return checks.isMissingNode() ? null : checks;
  }

  /** Whether all that should run does, and says that it is ready. */
  public boolean isReady() {
    return state.isPresent()
        && !processes.isEmpty()
        && processes.stream().allMatch(ProcessStatus::ready);
  }

  /** Process ids of those that are there, by the names of their logs. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    processes.stream()
        .filter(ProcessStatus::alive)
        .forEach(process -> pids.put(process.name(), process.pid()));
    return pids;
  }

  /** The object of {@code status --json}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ready", isReady());
    state.ifPresent(
        running -> {
          json.put("kind", running.kind().name().toLowerCase(java.util.Locale.ROOT));
          json.put("url", running.url());
          json.put("urls", running.urls());
          if (running.kind() == RunState.Kind.JVM) {
            json.put("pid", running.pid());
            json.put("databasePid", running.databasePid());
          }
        });
    json.put("rssBytes", processes.stream().mapToLong(ProcessStatus::rssBytes).sum());
    json.put("checks", checks());
    json.put("processes", processes);
    return json;
  }

  private ObjectNode checks() {
    ObjectNode all = Json.LENIENT.createObjectNode();
    processes.stream()
        .map(ProcessStatus::checks)
        .filter(checks -> checks != null)
        .forEach(checks -> checks.properties().forEach(check -> merge(all, check)));
    return all;
  }

  /** Of several processes' checks of one name, all must hold. */
  private static void merge(ObjectNode all, Map.Entry<String, JsonNode> check) {
    boolean before = all.path(check.getKey()).asBoolean(true);
    all.put(check.getKey(), before && check.getValue().asBoolean());
  }
}
