package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.certificates.CertificateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The market of many processes with TLS on its bus, by the verbs. */
@Tag("alone")
class SecuredClusterIT {
  private static final int NODES = 9;
  private static final String REPLACED = "certificates of the event bus replaced";

  @TempDir private static Path folder;
  private static CommandLine jangteo;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    jangteo.startCluster("--tls");
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
  }

  @Test
  void ordersGoThroughBeforeAndAfterARenewalAndOnNewConnections() throws Exception {
    CertificateFolder certificates = new CertificateFolder(jangteo.home().certificates());
    byte[] key = Files.readAllBytes(certificates.key(CertificateFolder.NODE));
    requireDemo();
    assertThat(logs()).hasSizeGreaterThanOrEqualTo(NODES).noneMatch(SecuredClusterIT::hasReplaced);

    CommandLine.Result renewed = jangteo.run("certificates", "--renew");

    assertThat(renewed.exit()).as(renewed.output()).isZero();
    assertThat(Files.readAllBytes(certificates.key(CertificateFolder.NODE))).isNotEqualTo(key);
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> logs().stream().filter(SecuredClusterIT::hasReplaced).count() == NODES);
    requireDemo();
    for (String service : List.of("payment", "gateway")) {
      assertThat(jangteo.run("restart", service).exit()).isZero();
    }
    requireDemo();
  }

  private static void requireDemo() throws IOException, InterruptedException {
    CommandLine.Result demo = jangteo.run("demo");
    assertThat(demo.exit()).as(demo.output()).isZero();
  }

  private static List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(jangteo.home().logs())) {
      return files.toList();
    }
  }

  private static boolean hasReplaced(Path log) {
    try {
      return Files.readString(log).contains(REPLACED);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
