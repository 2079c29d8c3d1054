package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.cluster.Readiness;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Database, broker and everything else of {@code up} on a disk that fills up under orders. */
@Tag("alone")
class DiskFullIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int DISK_MEBIBYTES = 400;

  @TempDir private Path folder;
  private SmallDisk disk;
  private Path output;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = SmallDisk.mount(folder.resolve("home"), DISK_MEBIBYTES);
    output = folder.resolve("up.txt");
  }

  @AfterEach
  void unmount() throws IOException {
    if (disk != null) {
      disk.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"32MiB, 8388608", "32MiB, 0", "0B, 0"})
  void aFullDiskRefusesOrdersAndLosesNoneAndRoomEndsIt(String floor, long left) throws Exception {
    CommandLine jangteo = new CommandLine(folder, Map.of("EMBEDDED_DISK_FLOOR", floor));
    Process up = jangteo.start(output, "up", "--port", "0");
    try {
      awaitUp(jangteo, up);
      fillAndEmpty(jangteo, floor, left);
      CommandLine.Result audit = jangteo.run("audit");
      assertThat(audit.exit()).as(audit.output()).isZero();
    } finally {
      up.destroy();
      if (!up.waitFor(60, TimeUnit.SECONDS)) {
        up.destroyForcibly().waitFor();
      }
    }
  }

  private void fillAndEmpty(CommandLine jangteo, String floor, long left) throws Exception {
    try (OrderStream orders = OrderStream.open(jangteo.home(), jangteo.state())) {
      awaitMore(orders);

      disk.fill(left);
      await().atMost(PATIENCE).until(() -> orders.refusals().size() >= 20);
      if (!floor.equals("0B")) {
        awaitStopped("PostgreSQL", "postgres");
        awaitStopped("The broker", "broker");
        assertThat(isReady(jangteo.state())).isFalse();
      }

      disk.empty();
      awaitMore(orders);
      await().atMost(PATIENCE).until(() -> isReady(jangteo.state()));

      List<String> accepted = orders.finish();
      System.out.printf(
          "disk full to %d bytes, floor %s: %d orders accepted, %d attempts refused, none for %.1f s%n",
          left, floor, accepted.size(), orders.refusals().size(), orders.longestOutageSeconds());
      assertThat(orders.refusals())
          .allMatch(refusal -> refusal.status() == 503 && !refusal.retryAfter().isZero());
      assertThat(accepted).doesNotHaveDuplicates();
      orders.awaitAllCompleted(PATIENCE);
    }
  }

  /** In order when there was time for that, else by itself; the line is the same. */
  private void awaitStopped(String title, String directory) {
    String complaint = disk.folder().resolve(directory) + " has ";
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Files.readAllLines(output).stream()
                    .anyMatch(line -> line.contains(title) && line.contains(complaint)));
  }

  private static void awaitUp(CommandLine jangteo, Process up) {
    await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> {
              assertThat(up.isAlive()).as("up has not ended").isTrue();
              return RunState.read(jangteo.home()).filter(DiskFullIT::isReady).isPresent();
            });
  }

  private static boolean isReady(RunState state) {
    return new Readiness().ask(state.managementPort()).join().ready();
  }

  private static void awaitMore(OrderStream orders) {
    int before = orders.acceptedSoFar();
    await().atMost(PATIENCE).until(() -> orders.acceptedSoFar() >= before + 20);
  }
}
