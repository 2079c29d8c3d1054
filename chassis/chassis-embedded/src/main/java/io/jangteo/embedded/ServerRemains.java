package io.jangteo.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Processes that a killed PostgreSQL leaves behind. They notice by themselves, but one in the
 * middle of a long statement does so late, and until then the shared memory is in use and no other
 * server starts on the same data.
 */
final class ServerRemains {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration QUIT_MAX = Duration.ofSeconds(3);
  private static final Duration KILL_MAX = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 20;

  private ServerRemains() {}

  /**
   * Returns when none is left. Where the system does not show what a process works on, none is
   * found, and the next server refuses to start until they are gone.
   *
   * @param data the data directory, in which each of them works
   */
  static void clear(Path data) {
    if (!Files.isDirectory(data)) {
      return;
    }
    try {
      Path real = data.toRealPath();
      if (!gone(real, "QUIT", QUIT_MAX) && !gone(real, "KILL", KILL_MAX)) {
        throw new EmbeddedServerException("processes of a former server on " + data + " stay");
      }
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot find " + data, e);
    }
  }

  private static boolean gone(Path data, String signal, Duration patience) {
    List<ProcessHandle> left = find(data);
    left.forEach(process -> Commands.signal(signal, process.pid()));
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!left.isEmpty() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        left = find(data);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while a former server ended", e);
    }
    return left.isEmpty();
  }

  /** Postgres processes that work in that directory, as far as the system shows. */
  static List<ProcessHandle> find(Path data) {
    return ProcessHandle.allProcesses()
        .filter(ServerRemains::isPostgres)
        .filter(process -> workingDirectory(process).filter(data::equals).isPresent())
        .toList();
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(name -> name.endsWith("/postgres")).isPresent();
  }

  private static Optional<Path> workingDirectory(ProcessHandle process) {
    try {
      return Optional.of(
          Files.readSymbolicLink(PROCESSES.resolve(Long.toString(process.pid())).resolve("cwd")));
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return Optional.empty();
    }
  }
}
