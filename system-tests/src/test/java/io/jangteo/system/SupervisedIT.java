package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.cluster.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of {@code up} killed under orders, and nobody but its supervisor to help it. */
class SupervisedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private CommandLine jangteo;

  @BeforeEach
  void up() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, MarketBroker.settings());
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isZero();
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    assertThat(jangteo.run("down", "--wipe").exit()).isZero();
  }

  @Test
  void aKilledDatabaseComesBackByItselfAndEveryAcceptedOrderIsThere() throws Exception {
    try (OrderStream orders = OrderStream.open(jangteo.home(), jangteo.state())) {
      awaitMore(orders, 20);

      for (int kill = 0; kill < 2; kill++) {
        long victim = jangteo.state().databasePid();
        DisturbedReplay.kill(victim);
        await().atMost(PATIENCE).until(() -> jangteo.state().databasePid() != victim);
        awaitMore(orders, 20);
      }
      awaitReady();

      List<String> accepted = orders.finish();
      System.out.printf(
          "database killed twice: %d orders accepted, %d attempts refused, none for %.1f s%n",
          accepted.size(), orders.refusals().size(), orders.longestOutageSeconds());
      assertThat(accepted).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(60);
      assertThat(orders.refusals()).allMatch(refusal -> refusal.status() == 503);
      orders.awaitAllCompleted(PATIENCE);
    }
    CommandLine.Result audit = jangteo.run("audit");
    assertThat(audit.exit()).as(audit.output()).isZero();
    assertThat(logged("PostgreSQL ended unasked (killed by signal 9")).isEqualTo(2);
    assertThat(logged("PostgreSQL runs again after")).isEqualTo(2);
  }

  @Test
  void aStopWhileTheDatabaseIsAwayLeavesNothingRunning() throws Exception {
    long market = jangteo.state().pid();
    DisturbedReplay.kill(jangteo.state().databasePid());

    CommandLine.Result down = jangteo.run("down");

    assertThat(down.exit()).as(down.output()).isZero();
    assertThat(ProcessHandle.of(market).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(ProcessHandle.allProcesses().filter(this::isOurs)).isEmpty();
  }

  private boolean isOurs(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(folder.toString()))
        .isPresent();
  }

  private static void awaitMore(OrderStream orders, int count) {
    int before = orders.acceptedSoFar();
    await().atMost(PATIENCE).until(() -> orders.acceptedSoFar() >= before + count);
  }

  private void awaitReady() {
    int port = jangteo.state().managementPort();
    await().atMost(PATIENCE).until(() -> new Readiness().ask(port).join().ready());
  }

  private long logged(String text) throws IOException {
    return Files.readAllLines(jangteo.home().log()).stream()
        .filter(line -> line.contains(text))
        .count();
  }
}
