package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes killed in the middle of a replay: the same numbers, and every promise kept. */
class KillIT {
  private static final int ORDERS = 150;
  private static final int DONE_BEFORE_THE_KILL = 20;

  @TempDir private Path folder;
  private CommandLine jangteo;
  private SampleTrade trade;

  @BeforeEach
  void up() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder);
    trade = SampleTrade.write(folder.resolve("trade.csv"), ORDERS, 42);
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isZero();
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    assertThat(jangteo.run("down", "--wipe").exit()).isZero();
  }

  @Test
  void theWholeProcessKilledInAReplayLosesAndDoublesNothing() throws Exception {
    // Given
    Process replay = startReplay();
    awaitOrdersDone();

    // When
    kill(jangteo.state().pid());
    replay.destroyForcibly().waitFor();
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isZero();

    // Then
    assertReplayEndsOnTheNumbers();
  }

  @Test
  void theDatabaseKilledInAReplayLosesAndDoublesNothing() throws Exception {
    // Given
    Process replay = startReplay();
    awaitOrdersDone();

    // When
    kill(jangteo.state().databasePid());

    // Then
    assertThat(replay.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertReplayEndsOnTheNumbers();
  }

  @Test
  void aReplayGoesOnAfterAnOrderlyStop() throws Exception {
    // Given
    Process replay = startReplay();
    awaitOrdersDone();

    // When
    assertThat(jangteo.run("down").exit()).isZero();
    replay.destroyForcibly().waitFor();
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isZero();

    // Then
    assertReplayEndsOnTheNumbers();
  }

  @Test
  void aSecondUpOnTheSameFolderIsRefused() throws Exception {
    // When
    CommandLine.Result second = jangteo.run("up", "--detach", "--port", "0");

    // Then
    assertThat(second.exit()).isEqualTo(1);
  }

  private Process startReplay() throws IOException {
    return jangteo.start(
        folder.resolve("first-replay.txt"),
        "replay",
        trade.file().toString(),
        "--json",
        "--concurrency",
        "8");
  }

  private void awaitOrdersDone() throws IOException {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ordersDone() >= DONE_BEFORE_THE_KILL);
    assertThat(ordersDone()).as("the kill must come before the end").isLessThan(ORDERS);
  }

  private long ordersDone() throws IOException {
    if (!Files.isDirectory(jangteo.home().journals())) {
      return 0;
    }
    long done = 0;
    try (Stream<Path> journals = Files.list(jangteo.home().journals())) {
      for (Path journal : journals.toList()) {
        done +=
            Files.readAllLines(journal).stream().filter(line -> line.contains("\"done\"")).count();
      }
    }
    return done;
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    await().until(() -> !process.isAlive());
  }

  private void assertReplayEndsOnTheNumbers() throws IOException, InterruptedException {
    CommandLine.Result replay =
        jangteo.run("replay", trade.file().toString(), "--json", "--concurrency", "8");
    JsonNode result = Json.LENIENT.readTree(replay.output());
    assertThat(replay.exit()).as(replay.output()).isZero();
    assertThat(result.path("orders").asInt()).isEqualTo(trade.orders());
    assertThat(result.path("completed").asInt()).isEqualTo(trade.orders());
    assertThat(result.path("lines").asInt()).isEqualTo(trade.lines());
    assertThat(result.path("units").asLong()).isEqualTo(trade.units());
    assertThat(result.path("pence").asLong()).isEqualTo(trade.pence());
    CommandLine.Result audit = jangteo.run("audit");
    assertThat(audit.exit()).as(audit.output()).isZero();
  }
}
