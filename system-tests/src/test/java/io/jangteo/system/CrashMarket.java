package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.cli.audit.Audit;
import io.jangteo.cli.audit.Audit.Finding;
import io.jangteo.cli.audit.Audit.Verdict;
import io.jangteo.marketplace.cluster.ClusterChange;
import io.jangteo.marketplace.cluster.ExpectedProcess;
import io.jangteo.marketplace.cluster.Instance;
import io.jangteo.marketplace.cluster.OsProcess;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A cluster of real processes that goes on from cell to cell. One service at a time runs with the
 * hook; it is started anew after each death, and the plan is used up by then.
 */
final class CrashMarket {
  /** So that little is waited for, and a slow machine has time to start a process again. */
  private static final Map<String, String> QUICK =
      Map.of(
          "GATEWAY_WITHDRAWN_FOR", "5m",
          "ORDER_SAGA_STEP_TIMEOUT", "2s",
          "PAYMENT_PROVIDER_TIMEOUT", "500ms",
          "PAYMENT_LEASE", "1500ms");

  private static final Duration TO_DIE = Duration.ofSeconds(40);
  private static final Duration TO_SETTLE = Duration.ofSeconds(30);

  /** What is on its way for a moment after everything else is quiet. */
  private static final Set<String> ARRIVING = Set.of("E1", "E6");

  private final CommandLine jangteo;
  private final ProcessFolder processes;
  private final Path plan;
  private final Map<String, String> mortality = new HashMap<>(QUICK);
  private TestBroker broker;
  private String mortal;

  CrashMarket(Path folder) {
    jangteo = new CommandLine(folder, QUICK);
    processes = new ProcessFolder(jangteo.home());
    plan = folder.resolve("plan");
    mortality.put("JAVA_TOOL_OPTIONS", "-Djangteo.crash.plan=" + plan);
  }

  void start() throws IOException, InterruptedException {
    List<String> more = new ArrayList<>();
    if (TestBrokers.kind() == Kind.RABBITMQ) {
      broker = TestBrokers.own();
      more.addAll(List.of("--rabbitmq", broker.uri().value()));
    }
    jangteo.startCluster(more.toArray(String[]::new));
  }

  void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
    if (broker != null) {
      broker.kill();
    }
  }

  CommandLine commandLine() {
    return jangteo;
  }

  RunState state() {
    return jangteo.state();
  }

  /** From now on that service can be told to die, and no other. */
  void makeMortal(String service) throws IOException, InterruptedException {
    if (service.equals(mortal)) {
      return;
    }
    if (mortal != null) {
      start(mortal, QUICK);
    }
    start(service, mortality);
    mortal = service;
    assertThat(Files.readString(processes.log(instance(service))))
        .contains(service + " RUNS WITH -Djangteo.crash.plan");
  }

  /** Starts it again; in order, if it lives. */
  private void start(String service, Map<String, String> variables)
      throws IOException, InterruptedException {
    new ClusterChange(jangteo.home(), ProjectFiles.path(""), line -> {}, variables)
        .restart(ServiceKind.of(service));
  }

  void arm(String line) throws IOException {
    Path draft = plan.resolveSibling("plan.draft");
    Files.writeString(draft, line);
    Files.move(draft, plan, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until the process is dead and has left word that it died of {@code line}. */
  void awaitDeath(String line) throws IOException, InterruptedException {
    OsProcess process = process(mortal);
    Path marker = plan.resolveSibling(plan.getFileName() + ".done");
    await()
        .alias(line + " was passed in " + mortal)
        .atMost(TO_DIE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.exists(marker) && !process.isAlive());
    assertThat(Files.readString(marker)).startsWith(line + " " + process.pid() + " io.jangteo.");
    Files.delete(marker);
    assertThat(plan).doesNotExist();
  }

  /** Starts the dead one again, or one that should have died. */
  void revive() throws IOException, InterruptedException {
    Files.deleteIfExists(plan);
    start(mortal, mortality);
  }

  /** The process that {@link #revive} started still lives. */
  void assertAlive() throws IOException {
    assertThat(process(mortal).isAlive()).as(mortal + " died once").isTrue();
  }

  /** Stops its processes in order, or starts those that are dead; with these variables beside. */
  void restart(String service, Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> variables = new HashMap<>(QUICK);
    variables.putAll(more);
    start(service, variables);
  }

  /** The same for several services at once, each with variables of its own. */
  void restartTogether(Map<String, Map<String, String>> services) {
    CompletableFuture.allOf(
            services.entrySet().stream()
                .map(each -> CompletableFuture.runAsync(() -> restart(each)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private void restart(Map.Entry<String, Map<String, String>> service) {
    try {
      restart(service.getKey(), service.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where a service tells of itself. */
  int managementPort(String service) throws IOException {
    return processes.find(instance(service)).orElseThrow().managementPort();
  }

  /** SIGKILL to all of its processes at once; returns when they are gone. */
  void kill(String service) throws IOException, InterruptedException {
    killAtOnce(List.of(service));
  }

  /** The same for several services. */
  void killAtOnce(List<String> services) throws IOException, InterruptedException {
    List<OsProcess> all = new ArrayList<>();
    for (String service : services) {
      all.addAll(processesOf(service));
    }
    all.forEach(OsProcess::kill);
    for (OsProcess each : all) {
      assertThat(each.awaitEnd(TO_DIE)).isTrue();
    }
  }

  /** Those that should be there. */
  List<OsProcess> processesOf(String service) throws IOException {
    return processes.expected(ServiceKind.of(service)).stream()
        .map(ExpectedProcess::process)
        .toList();
  }

  /** When the first of its processes said that it serves, in milliseconds since 1970. */
  long servingSince(String service) throws IOException {
    List<Long> since = new ArrayList<>();
    for (ExpectedProcess each : processes.expected(ServiceKind.of(service))) {
      since.add(Files.getLastModifiedTime(processes.reportFile(each.instance())).toMillis());
    }
    return Collections.min(since);
  }

  /** All that the first process of a service has ever said. */
  String log(String service) throws IOException {
    return Files.readString(processes.log(instance(service)));
  }

  /** It keeps its connections and says nothing; the database goes on. */
  void freezeBroker() throws IOException, InterruptedException {
    if (broker != null) {
      broker.freeze();
    } else {
      signal("STOP", "infrastructure");
    }
  }

  void thawBroker() throws IOException, InterruptedException {
    if (broker != null) {
      broker.thaw();
    } else {
      signal("CONT", "infrastructure");
    }
  }

  /** SIGSTOP or SIGCONT. */
  void signal(String name, String service) throws IOException, InterruptedException {
    String pid = Long.toString(process(service).pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private OsProcess process(String service) throws IOException {
    return processes.find(instance(service)).orElseThrow().process();
  }

  private static Instance instance(String service) {
    return new Instance(ServiceKind.of(service), 1);
  }

  /** Every invariant of the audit over everything that was ever traded here. */
  void assertEveryPromise() throws SQLException, IOException, InterruptedException {
    Audit audit = new Audit(jangteo.home(), state());
    long deadline = System.nanoTime() + TO_SETTLE.toNanos();
    List<Finding> broken;
    do {
      broken =
          audit.run(TO_SETTLE).stream().filter(found -> found.verdict() != Verdict.OK).toList();
    } while (!broken.isEmpty()
        && broken.stream().allMatch(found -> ARRIVING.contains(found.id()))
        && System.nanoTime() < deadline);
    assertThat(broken).isEmpty();
  }
}
