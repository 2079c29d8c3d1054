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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A marketplace in processes of its own, and a replay in another, to be disturbed halfway. */
final class DisturbedReplay {
  private static final int ORDERS = 150;
  private static final int DONE_BEFORE = 20;

  /** More than two cores can serve, so that much is under way when something is killed. */
  private static final int MANY_AT_ONCE = 32;

  /** Two cores on which processes start can do so much without refusing anybody. */
  private static final int FEW_AT_ONCE = 12;

  private final Path folder;
  private final CommandLine jangteo;
  private final SampleTrade trade;
  private final int atOnce;

  private DisturbedReplay(Path folder, CommandLine jangteo, SampleTrade trade, int atOnce) {
    this.folder = folder;
    this.jangteo = jangteo;
    this.trade = trade;
    this.atOnce = atOnce;
  }

  /** Returns when the marketplace serves. */
  static DisturbedReplay up(Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    DisturbedReplay replay = of(new CommandLine(folder, settings), folder, ORDERS, 42);
    replay.up();
    return replay;
  }

  /**
   * A replay against what runs already.
   *
   * @param seed each makes another trade
   */
  static DisturbedReplay of(CommandLine jangteo, Path folder, int orders, int seed)
      throws IOException {
    SampleTrade trade = SampleTrade.write(folder.resolve("trade-" + seed + ".csv"), orders, seed);
    return new DisturbedReplay(folder, jangteo, trade, MANY_AT_ONCE);
  }

  /** The same with no more than can be served, for who judges what is refused. */
  DisturbedReplay gently() {
    return new DisturbedReplay(folder, jangteo, trade, FEW_AT_ONCE);
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
    long earlier = ordersDone();
    Process replay = jangteo.start(output(), words());
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ordersDone() - earlier >= DONE_BEFORE);
    assertThat(ordersDone() - earlier)
        .as("the disturbance must come before the end")
        .isLessThan(trade.orders());
    return replay;
  }

  /** What the replay printed that was disturbed and has ended since. */
  JsonNode result() throws IOException {
    return Json.LENIENT.readTree(Files.readString(output()));
  }

  private Path output() {
    return folder.resolve(trade.file().getFileName() + ".txt");
  }

  private String[] words() {
    return new String[] {
      "replay", trade.file().toString(), "--json", "--concurrency", Integer.toString(atOnce)
    };
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

  /** The replay, started again, takes up what was left and ends on the numbers. */
  void assertEndsOnTheNumbers() throws IOException, InterruptedException {
    CommandLine.Result replay = jangteo.run(words());
    assertThat(replay.exit()).as(replay.output()).isZero();
    assertNumbers(Json.LENIENT.readTree(replay.output()));
  }

  /** The replay that was disturbed has gone on to its end by itself, and to the numbers. */
  void assertEndedOnTheNumbers(Process replay) throws IOException, InterruptedException {
    assertThat(replay.waitFor(2, TimeUnit.MINUTES)).as("the replay ended").isTrue();
    JsonNode result = result();
    assertThat(replay.exitValue()).as(result.toString()).isZero();
    assertNumbers(result);
  }

  /** No attempt of the replay that was disturbed and has ended failed. */
  void assertNothingWasRefused() throws IOException {
    JsonNode result = result();
    assertThat(result.path("failedAttempts").asInt(-1)).as(result.toString()).isZero();
  }

  private void assertNumbers(JsonNode result) throws IOException, InterruptedException {
    assertThat(result.path("orders").asInt()).isEqualTo(trade.orders());
    assertThat(result.path("completed").asInt()).isEqualTo(trade.orders());
    assertThat(result.path("lines").asInt()).isEqualTo(trade.lines());
    assertThat(result.path("units").asLong()).isEqualTo(trade.units());
    assertThat(result.path("pence").asLong()).isEqualTo(trade.pence());
    CommandLine.Result audit = jangteo.run("audit");
    assertThat(audit.exit()).as(audit.output()).isZero();
  }
}
