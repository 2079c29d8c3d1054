package io.jangteo.marketplace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process by its number and the moment it began: numbers are given again, and a stale file must
 * never lead to the death of a stranger.
 *
 * @param startedMillis since 1970; 0 when the system does not say
 */
public record OsProcess(long pid, long startedMillis) {
  private static final long POLL_MILLIS = 20;

  /** The system reckons from the time of boot, which moves when the clock is put right. */
  private static final long CLOCK_TOLERANCE_MILLIS = 5_000;

  public static OsProcess of(ProcessHandle handle) {
    return new OsProcess(handle.pid(), started(handle));
  }

  /** A process whose beginning nobody noted. */
  public static OsProcess of(long pid) {
    return ProcessHandle.of(pid).map(OsProcess::of).orElse(new OsProcess(pid, 0));
  }

  private static long started(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  public boolean isAlive() {
    return handle().isPresent();
  }

  private Optional<ProcessHandle> handle() {
    if (pid <= 0) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(this::isTheSame)
        .filter(found -> !isZombie());
  }

  private boolean isTheSame(ProcessHandle found) {
    long began = started(found);
    return startedMillis == 0
        || began == 0
        || Math.abs(began - startedMillis) < CLOCK_TOLERANCE_MILLIS;
  }

  /** Dead, but its parent has not looked yet: in a container that may take for ever. */
  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks it to stop. */
  public void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /** Ends it here and now, as {@code kill -9} does. */
  public void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Whether it was gone before the patience was. */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }
}
