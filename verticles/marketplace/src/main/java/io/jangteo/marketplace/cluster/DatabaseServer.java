package io.jangteo.marketplace.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The embedded PostgreSQL of a cluster, which its supervisor starts again when it ends. */
public final class DatabaseServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Its number belongs to another program by now. */
  private static final OsProcess GONE = new OsProcess(0, 0);

  private static final long POLL_MILLIS = 50;

  private final ProcessFolder folder;

  private DatabaseServer(ProcessFolder folder) {
    this.folder = folder;
  }

  public static DatabaseServer of(ProcessFolder folder) {
    return new DatabaseServer(folder);
  }

  /**
   * The process that runs now, or last ran.
   *
   * @throws IOException when this cluster has no database server of its own
   */
  public OsProcess process() throws IOException {
    long pid =
        folder.expected(ServiceKind.INFRASTRUCTURE).stream()
            .flatMap(each -> each.report().stream())
            .mapToLong(ProcessReport::databasePid)
            .findFirst()
            .orElse(0);
    if (pid == 0) {
      throw new IOException("this cluster has no embedded database");
    }
    OsProcess found = OsProcess.of(pid);
    return isPostgres(pid) || !found.isAlive() ? found : GONE;
  }

  private static boolean isPostgres(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .filter(command -> command.endsWith("/postgres"))
        .isPresent();
  }

  /** Ends it as PostgreSQL's own "fast" stop does; SIGTERM would wait for every client to go. */
  private static void stopFast(OsProcess process) throws IOException, InterruptedException {
    if (process.isAlive()) {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }
  }

  /** Returns when another process serves; the supervisor must be alive. */
  public void restart(Consumer<String> progress) throws IOException, InterruptedException {
    OsProcess former = process();
    Readiness readiness = new Readiness();
    stopFast(former);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (former.isAlive()
        || process().pid() == former.pid()
        || !readiness.isReady(folder.find(new Instance(ServiceKind.INFRASTRUCTURE, 1)))) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the database did not come back, see ./jangteo logs database");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    progress.accept("database ready, process " + process().pid());
  }
}
