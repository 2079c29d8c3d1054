package io.jangteo.marketplace.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.tls.PemAuthority;
import io.jangteo.runtime.tls.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {
  private static final Duration LIFE = Duration.ofDays(10);

  @TempDir private Path temporary;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private CertificateFolder folder;

  @BeforeEach
  void create() throws IOException {
    folder = new CertificateFolder(temporary.resolve("certificates"));
    folder.createIfMissing(now);
  }

  /** As a node does it at its start. */
  private void takenByANode(String node) {
    PemIdentity identity =
        PemIdentity.read(
            null, "cluster.tls", folder.certificate(node).toString(), folder.key(node).toString());
    PemAuthority.read("cluster.tls", folder.authority().toString())
        .requireIssued("cluster.tls", identity);
  }

  @Test
  void whatIsIssuedIsTakenAndReadableByItsOwnerOnly() throws IOException {
    Instant expires = folder.issue("order", now, LIFE);

    takenByANode("order");
    assertThat(expires).isEqualTo(now.plus(LIFE));
    for (Path file :
        new Path[] {folder.key("order"), folder.directory().resolve("authority.key")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void aSecondStartKeepsTheAuthorityAndWhatIsGood() throws IOException {
    folder.prepare(now);
    Credential before = folder.credential(CertificateFolder.NODE);

    folder.prepare(now);

    assertThat(folder.credential(CertificateFolder.NODE)).isEqualTo(before);
  }

  @Test
  void whatWouldSoonExpireIsMadeAnew() throws IOException {
    folder.issue(CertificateFolder.NODE, now, LIFE);

    folder.prepare(now);

    assertThat(folder.expiresAt(CertificateFolder.NODE))
        .isEqualTo(now.plus(CertificateFolder.LIFE));
  }

  @Test
  void anAuthorityTakesOverInThreeStepsEachOfWhichNodesTake() throws IOException {
    folder.issue("order", now, LIFE);

    folder.addAuthority(now);
    takenByANode("order");
    assertThat(folder.trusted()).hasSize(2);
    assertThat(folder.isGood("order", now)).as("of the former one").isFalse();
    assertThatThrownBy(folder::dropFormerAuthorities)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("order.pem")
        .hasMessageContaining("--renew");

    folder.issue("order", now, LIFE);
    takenByANode("order");

    folder.dropFormerAuthorities();
    takenByANode("order");
    assertThat(folder.trusted()).hasSize(1);
  }

  @Test
  void whatAnotherAuthorityIssuedOrHasExpiredIsRefusedByName() throws IOException {
    CertificateFolder other = new CertificateFolder(temporary.resolve("other"));
    other.createIfMissing(now);
    other.issue("order", now, LIFE);
    Files.copy(other.certificate("order"), folder.certificate("order"));
    Files.copy(other.key("order"), folder.key("order"));
    assertThatThrownBy(() -> takenByANode("order"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("CLUSTER_TLS_CERTIFICATE");

    folder.issue("order", now.minus(LIFE).minus(LIFE), LIFE);
    assertThatThrownBy(() -> takenByANode("order"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("CLUSTER_TLS_CERTIFICATE");
  }
}
