package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.cluster.ClassArchives;
import io.jangteo.marketplace.cluster.ExpectedProcess;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with releases of its own, of which nobody has made archives before. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "NOT TESTED: what a process maps stands in /proc")
@Tag("alone")
class ClassArchiveIT {
  private static final Duration AT_LEISURE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private CommandLine jangteo;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    Files.createDirectories(jangteo.home().releases());
    jangteo.startCluster();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
  }

  @Test
  void isMadeOnceTheClusterIsOpenAndUsedByWhateverStartsThen() throws Exception {
    ExpectedProcess before = process();
    assertThat(mapsItsArchive(before)).isFalse();
    await().atMost(AT_LEISURE).until(() -> Files.exists(ClassArchives.of(before.release())));

    CommandLine.Result restarted = jangteo.run("restart", ServiceKind.PAYMENT_SANDBOX.title());

    assertThat(restarted.exit()).as(restarted.output()).isZero();
    assertThat(mapsItsArchive(process())).isTrue();
    assertThat(jangteo.run("demo").exit()).isZero();

    assertThat(jangteo.run("down").exit()).isZero();
    assertThat(before.release()).exists();
    assertThat(ClassArchives.of(before.release())).exists();
  }

  private ExpectedProcess process() throws IOException {
    return new ProcessFolder(jangteo.home()).expected(ServiceKind.PAYMENT_SANDBOX).get(0);
  }

  private static boolean mapsItsArchive(ExpectedProcess process) throws IOException {
    Path maps = Path.of("/proc", Long.toString(process.process().pid()), "maps");
    return Files.readString(maps).contains(ClassArchives.of(process.release()).toString());
  }
}
