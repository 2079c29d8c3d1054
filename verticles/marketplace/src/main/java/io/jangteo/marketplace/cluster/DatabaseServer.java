package io.jangteo.marketplace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The embedded PostgreSQL of a cluster, which its supervisor starts again when it ends. */
public final class DatabaseServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(5);

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

  /** Ends it as {@code kill -9} does, and remembers that. */
  public OsProcess kill() throws IOException, InterruptedException {
    OsProcess victim = process();
    if (!victim.isAlive()) {
      throw new IOException("the database is not alive");
    }
    Files.writeString(folder.killedDatabase(), Long.toString(victim.pid()));
    victim.kill();
    if (!victim.awaitEnd(END)) {
      throw new IOException("database, process " + victim.pid() + ", cannot be killed");
    }
    return victim;
  }

  /**
   * Returns when another process serves; the supervisor must be alive. One that was killed is only
   * waited for, since the supervisor starts it again unasked.
   */
  public void restart(Consumer<String> progress) throws IOException, InterruptedException {
    long former = process().pid();
    if (Files.exists(folder.killedDatabase())) {
      former = Long.parseLong(Files.readString(folder.killedDatabase()).strip());
      Files.delete(folder.killedDatabase());
    } else {
      stopFast(process());
    }
    await(former);
    progress.accept("database ready, process " + process().pid());
  }

  private void await(long former) throws IOException, InterruptedException {
    Readiness readiness = new Readiness();
    Instance supervisor = new Instance(ServiceKind.INFRASTRUCTURE, 1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process().pid() == former || !readiness.isReady(folder.find(supervisor))) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the database did not come back, see ./jangteo logs database");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
