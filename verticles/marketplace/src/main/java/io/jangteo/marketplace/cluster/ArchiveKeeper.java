package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the class archives of the releases that a cluster runs, one after the other, once the
 * cluster is up: from then on what is started again or rolled is there sooner.
 */
final class ArchiveKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveKeeper.class);
  private static final long LOOK_SECONDS = 5;

  private final Home home;
  private final ProcessFolder folder;
  private final ClassArchives archives;
  private final Set<Path> failed = new HashSet<>();
  private final Thread thread = new Thread(this::keep, "class-archives");

  /**
   * @param project folder with the JVM options of a service and the settings of a rehearsal
   */
  ArchiveKeeper(Home home, Path project) {
    this.home = home;
    this.folder = new ProcessFolder(home);
    this.archives = new ClassArchives(project);
    thread.setDaemon(true);
  }

  ArchiveKeeper start() {
    thread.start();
    return this;
  }

  private void keep() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(LOOK_SECONDS);
        Optional<Path> next = missing();
        if (next.isPresent()) {
          make(next.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("no more class archives are made", e);
    }
  }

  /** Of what runs, as soon as the cluster is open. */
  private Optional<Path> missing() throws IOException {
    if (!Files.exists(home.runFile())) {
      return Optional.empty();
    }
    return folder.expected().stream()
        .filter(each -> each.instance().service() != ServiceKind.INFRASTRUCTURE)
        .map(ExpectedProcess::release)
        .filter(release -> !failed.contains(release) && Files.exists(release))
        .filter(release -> !Files.exists(ClassArchives.of(release)))
        .findFirst();
  }

  private void make(Path release) throws InterruptedException {
    try {
      archives.make(release);
      LOG.info("{} starts from a class archive from now on", release.getFileName());
    } catch (IOException e) {
      failed.add(release);
      LOG.warn("{} has no class archive and starts more slowly", release.getFileName(), e);
    }
  }

  /** Ends what it is about. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(LOOK_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
