package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  private static final ServiceKind SERVICE = ServiceKind.CATALOG;

  @TempDir private Path folder;
  private Home home;
  private Path built;
  private Releases releases;

  @BeforeEach
  void makeHome() throws IOException {
    home = new Home(folder.resolve("home"));
    home.create();
    built = folder.resolve("project").resolve(SERVICE.jar());
    Files.createDirectories(built.getParent());
    releases = new Releases(home, folder.resolve("project"));
  }

  private static void pack(Path jar, String version, String content) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      put(packed, "io/jangteo/runtime/version.properties", "version=" + version + "\n");
      put(packed, "content", content);
    }
  }

  private static void put(JarOutputStream packed, String name, String text) throws IOException {
    packed.putNextEntry(new JarEntry(name));
    packed.write(text.getBytes(StandardCharsets.UTF_8));
    packed.closeEntry();
  }

  @Test
  void aBuildTakesNothingAwayFromWhatRuns() throws IOException {
    pack(built, "1.0.0", "first");
    Path first = releases.built(SERVICE);
    byte[] before = Files.readAllBytes(first);

    pack(built, "1.0.0", "second");
    Path second = releases.built(SERVICE);

    assertThat(second).isNotEqualTo(first);
    assertThat(Files.readAllBytes(first)).isEqualTo(before);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(built));
  }

  @Test
  void theSameIsThereOnceAndNamedByItsVersion() throws IOException {
    pack(built, "1.2.3", "same");
    Path first = releases.built(SERVICE);
    pack(built, "1.2.3", "same");

    assertThat(releases.built(SERVICE)).isEqualTo(first);
    assertThat(first.getFileName().toString()).startsWith("catalog-1.2.3-").endsWith(".jar");
    assertThat(Releases.versionOf(first)).isEqualTo("1.2.3");
  }

  @Test
  void whatNobodyRunsIsDeleted() throws IOException {
    pack(built, "1.0.0", "old");
    Path old = releases.built(SERVICE);
    pack(built, "1.0.0", "new");
    Path used = releases.built(SERVICE);
    ProcessFolder processes = new ProcessFolder(home);
    processes.launched(new Instance(SERVICE, 1), OsProcess.of(ProcessHandle.current()), used);

    Releases.removeUnused(home, processes);

    assertThat(old).doesNotExist();
    assertThat(used).exists();
  }

  @Test
  void whatIsMadeOfAReleaseGoesWithIt() throws IOException {
    pack(built, "1.0.0", "old");
    Path old = ClassArchives.of(releases.built(SERVICE));
    pack(built, "1.0.0", "new");
    Path release = releases.built(SERVICE);
    Path draft = release.resolveSibling(ClassArchives.of(release).getFileName() + ".draft");
    Files.writeString(old, "archive");
    Files.writeString(ClassArchives.of(release), "archive");
    Files.writeString(draft, "half an archive");

    Releases.removeAllBut(Set.of(release), home);

    assertThat(old).doesNotExist();
    assertThat(release).exists();
    assertThat(ClassArchives.of(release)).exists();
    assertThat(draft).exists();
  }

  @Test
  void homesMayShareReleasesAndNoneDeletesThose() throws IOException {
    Home other = new Home(folder.resolve("other"));
    other.create();
    Files.createDirectories(home.releases());
    Files.createSymbolicLink(other.releases(), home.releases());
    pack(built, "1.0.0", "same");

    Path release = new Releases(other, folder.resolve("project")).built(SERVICE);
    Releases.removeAllBut(Set.of(), other);

    assertThat(release).exists().isEqualTo(releases.built(SERVICE));
  }

  @Test
  void anArchiveIsUsedWhenThisJavaHasMadeIt() throws IOException {
    Path release = folder.resolve("catalog-1.0.0-abc.jar");
    assertThat(ClassArchives.option(release)).isEmpty();
    Files.createFile(folder.resolve("catalog-1.0.0-abc.99.0.1.jsa"));
    assertThat(ClassArchives.option(release)).as("of another Java").isEmpty();
    Path own = folder.resolve("catalog-1.0.0-abc." + Runtime.version() + ".jsa");
    Files.createFile(own);
    assertThat(ClassArchives.option(release)).contains("-XX:SharedArchiveFile=" + own);
  }

  @Test
  void halfAJarIsRefused() throws IOException {
    Files.writeString(built, "not yet");

    assertThatThrownBy(() -> releases.built(SERVICE)).hasMessageContaining("wait for the build");
  }

  @Test
  void aSuccessorTakesTheNameOfTheOneBefore() throws IOException {
    pack(built, "1.0.0", "any");
    Path release = releases.built(SERVICE);
    ProcessFolder processes = new ProcessFolder(home);
    Instance place = new Instance(SERVICE, 2);
    OsProcess own = OsProcess.of(ProcessHandle.current());
    processes.launched(place.next(), own, release);
    Files.writeString(processes.reportFile(place.next()), "{\"pid\": " + own.pid() + "}");

    processes.adopt(place.next());

    assertThat(processes.expected()).extracting(ExpectedProcess::instance).containsExactly(place);
    assertThat(processes.find(place).orElseThrow().report()).isPresent();
    assertThat(processes.log(place.next())).isEqualTo(processes.log(place));
  }
}
