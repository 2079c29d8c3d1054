package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** A marketplace in a process of its own, and a replay in another, to be disturbed halfway. */
final class DisturbedReplay {
  private static final int ORDERS = 150;
  private static final int DONE_BEFORE = 20;

  private final Path folder;
  private final CommandLine jangteo;
  private final SampleTrade trade;

  private DisturbedReplay(Path folder, CommandLine jangteo, SampleTrade trade) {
    this.folder = folder;
    this.jangteo = jangteo;
    this.trade = trade;
  }

  /** Returns when the marketplace serves. */
  static DisturbedReplay up(Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    SampleTrade trade = SampleTrade.write(folder.resolve("trade.csv"), ORDERS, 42);
    CommandLine jangteo = new CommandLine(folder, settings);
    DisturbedReplay replay = new DisturbedReplay(folder, jangteo, trade);
    replay.up();
    return replay;
  }

  void up() throws IOException, InterruptedException {
    assertThat(jangteo.run("up", "--detach", "--port", "0").exit()).isZero();
  }

  void downAndWipe() throws IOException, InterruptedException {
    assertThat(jangteo.run("down", "--wipe").exit()).isZero();
  }

  CommandLine jangteo() {
    return jangteo;
  }

  /** Starts the replay and returns when it is on its way and far from its end. */
  Process startAndGetGoing() throws IOException {
    Process replay =
        jangteo.start(
            folder.resolve("first-replay.txt"),
            "replay",
            trade.file().toString(),
            "--json",
            "--concurrency",
            "8");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ordersDone() >= DONE_BEFORE);
    assertThat(ordersDone()).as("the disturbance must come before the end").isLessThan(ORDERS);
    return replay;
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

  static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    await().until(() -> !process.isAlive());
  }

  void assertEndsOnTheNumbers() throws IOException, InterruptedException {
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
