package io.jangteo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.marketplace.certificates.CertificateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesCommandTest {
  @TempDir private Path temporary;
  private CertificateFolder folder;

  @BeforeEach
  void choose() {
    folder = new CertificateFolder(temporary.resolve("certificates"));
  }

  private int run(String... words) {
    return JangteoCommand.execute(
        Stream.concat(
                Stream.of("certificates", "--directory", folder.directory().toString()),
                Stream.of(words))
            .toArray(String[]::new));
  }

  @Test
  void makesAnAuthorityAndOneCertificateAndThenKeepsThem() throws IOException {
    assertThat(run()).isZero();
    String certificate = Files.readString(folder.certificate("node"));
    String authority = Files.readString(folder.authority());

    assertThat(run()).isZero();

    assertThat(folder.certificate("node")).hasContent(certificate);
    assertThat(folder.authority()).hasContent(authority);
  }

  @Test
  void renewsAllThatAreThereForAsLongAsItIsTold() throws IOException {
    run("order", "payment");
    String before = Files.readString(folder.key("order"));

    assertThat(run("--renew", "--days", "7")).isZero();

    assertThat(folder.nodes()).containsExactly("order", "payment");
    assertThat(Files.readString(folder.key("order"))).isNotEqualTo(before);
    assertThat(folder.expiresAt("payment"))
        .isBetween(
            Instant.now().plus(Duration.ofDays(7)).minusSeconds(60),
            Instant.now().plus(Duration.ofDays(7)));
  }

  @Test
  void replacesTheAuthorityInThreeStepsInThatOrderOnly() throws IOException {
    run();
    var former = folder.trusted().get(0);

    assertThat(run("--add-authority")).isZero();
    assertThat(folder.trusted()).hasSize(2).contains(former);
    assertThat(run("--drop-former")).as("too early").isEqualTo(1);
    assertThat(run("--renew")).isZero();
    assertThat(run("--drop-former")).isZero();

    assertThat(folder.trusted()).hasSize(1).doesNotContain(former);
    assertThat(folder.isGood("node", Instant.now())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authority",
        "../node",
        "Node",
        "--days 0",
        "--days x",
        "--renew --drop-former",
        "--add-authority order"
      })
  void refusesWordsThatMakeNoSense(String words) {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(folder.directory()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--add-authority", "--drop-former"})
  void changesNoAuthorityThatIsNotThere(String option) {
    assertThat(run(option)).isEqualTo(1);
    assertThat(folder.directory()).doesNotExist();
  }
}
