package io.jangteo.marketplace.cluster;

import io.jangteo.embedded.ServerDirectory;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Stops what runs, whoever started it: gateways first, so that no request comes any more, then the
 * services, then the servers they stood on.
 */
public final class ClusterStop {
  /** A process drains within 30 s; the embedded database may take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private final Home home;
  private final ProcessFolder folder;
  private final Consumer<String> progress;

  public ClusterStop(Home home, Consumer<String> progress) {
    this.home = home;
    this.folder = new ProcessFolder(home);
    this.progress = progress;
  }

  /**
   * Returns when nothing runs any more.
   *
   * @throws IOException naming what could not even be killed
   */
  public void stopAll() throws IOException, InterruptedException {
    Set<Path> releases = Releases.used(folder);
    stopAll(service -> service == ServiceKind.GATEWAY);
    stopAll(ServiceKind::isService);
    stopAll(service -> service == ServiceKind.INFRASTRUCTURE);
    // A killed process may have left its database server behind.
    ServerDirectory.release(home.postgres());
    RunState.remove(home);
    // The next start runs them again, and from their archives.
    Releases.removeAllBut(releases, home);
    for (ServiceKind service : ServiceKind.values()) {
      CanaryNote.remove(home, service);
    }
  }

  private void stopAll(Predicate<ServiceKind> which) throws IOException, InterruptedException {
    List<ExpectedProcess> chosen =
        folder.expected().stream().filter(each -> which.test(each.instance().service())).toList();
    stop(chosen);
  }

  /** All of them at once; they are not expected to be there any more. */
  void stop(List<ExpectedProcess> chosen) throws IOException, InterruptedException {
    List<ExpectedProcess> alive = new ArrayList<>();
    for (ExpectedProcess each : chosen) {
      if (each.isAlive()) {
        each.process().terminate();
        alive.add(each);
      } else {
        folder.forget(each.instance());
      }
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (ExpectedProcess each : alive) {
      awaitOrKill(each, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      folder.forget(each.instance());
    }
  }

  private void awaitOrKill(ExpectedProcess each, Duration patience)
      throws IOException, InterruptedException {
    String name = each.instance().name();
    if (each.process().awaitEnd(patience)) {
      progress.accept(name + " stopped");
      return;
    }
    each.process().kill();
    if (!each.process().awaitEnd(AFTER_KILL)) {
      throw new IOException(name + ", process " + each.process().pid() + ", cannot be killed");
    }
    progress.accept(name + " did not stop within " + PATIENCE.toSeconds() + " s and was killed");
  }
}
