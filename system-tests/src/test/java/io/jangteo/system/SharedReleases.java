package io.jangteo.system;

import io.jangteo.marketplace.cluster.ClassArchives;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Copies of the built jars and their class archives, made once for all clusters of the tests. Tests
 * start some hundred JVMs, and a start from an archive takes little more than half the CPU time.
 */
final class SharedReleases {
  private static final Home STORE = new Home(ProjectFiles.path("system-tests/target/shared"));
  private static final ClassArchives ARCHIVES = new ClassArchives(ProjectFiles.path(""));
  private static boolean made;

  private SharedReleases() {}

  /** Has a home that has no releases yet run these. */
  static void use(Home home) throws IOException, InterruptedException {
    make();
    home.create();
    if (!Files.exists(home.releases())) {
      Files.createSymbolicLink(home.releases(), STORE.releases().toRealPath());
    }
  }

  /** What to tell Java so that it runs a service from its archive. */
  static List<String> runs(String service) {
    try {
      make();
      Path release = ARCHIVES.built(STORE, ServiceKind.of(service));
      return List.of(ClassArchives.option(release).orElseThrow(), "-jar", release.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One class makes them, another that runs at the same time waits for that. */
  private static synchronized void make() throws IOException, InterruptedException {
    if (made) {
      return;
    }
    STORE.create();
    Path file = STORE.directory().resolve("making");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      ARCHIVES.makeMissing(STORE);
    }
    made = true;
  }
}
