package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.cluster.Launcher.Started;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for processes that were just started, and tells of each as it becomes ready. */
final class ReadyWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 50;

  private final ProcessFolder folder;
  private final Consumer<String> progress;
  private final Readiness readiness = new Readiness();

  ReadyWatch(ProcessFolder folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Returns when all are ready.
   *
   * @throws IOException with the end of its log when one ends, or is not ready in time
   */
  void await(List<Started> started) throws IOException, InterruptedException {
    List<Started> pending = new ArrayList<>(started);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!pending.isEmpty()) {
      for (Iterator<Started> each = pending.iterator(); each.hasNext(); ) {
        Started next = each.next();
        if (isReady(next)) {
          progress.accept(line(next));
          each.remove();
        }
      }
      if (!pending.isEmpty() && System.nanoTime() > deadline) {
        throw failure(pending.get(0), "was not ready within " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(pending.isEmpty() ? 0 : POLL_MILLIS);
    }
  }

  private boolean isReady(Started started) throws IOException {
    if (!started.process().isAlive()) {
      throw failure(
          started, "did not start, it ended with exit code " + started.process().exitValue());
    }
    return readiness.isReady(folder.find(started.instance()));
  }

  private IOException failure(Started started, String what) throws IOException {
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s %s; the end of %s:%n%s",
            started.instance().name(),
            what,
            folder.log(started.instance()),
            LogTail.since(folder.log(started.instance()), started.logFrom())));
  }

  private static String line(Started started) {
    return String.format(
        Locale.ROOT,
        "%-18s ready after %4.1f s, pid %d",
        started.instance().name(),
        (System.nanoTime() - started.nanos()) / 1e9,
        started.process().pid());
  }
}
