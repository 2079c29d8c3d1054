package io.jangteo.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server writes down in its data directory: its process number in the first line, whether it
 * is ready in the eighth.
 */
record PidFile(Path data) {
  private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

  /**
   * Stops a server that outlived the process that started it. Cleanly when it obeys, so that the
   * next start has nothing to recover. The caller holds the directory's lock: no living process of
   * ours wants that server.
   */
  void evictOrphan() {
    Optional<Long> pid = line(0).flatMap(PidFile::number);
    Optional<ProcessHandle> named = pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
    if (named.isEmpty()) {
      return;
    }
    if (!isServerOfThis(named.get())) {
      disownForeignPid();
      return;
    }
    LOG.info("stopping the PostgreSQL that a former process left behind, pid {}", pid.get());
    PostgresProcess.stop(named.get());
  }

  /**
   * The number in the file was given to an unrelated process since. PostgreSQL takes its parent's
   * number for a leftover and still looks at the shared memory named in the file, which it would
   * not after a plain deletion.
   */
  private void disownForeignPid() {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file()));
      lines.set(0, Long.toString(ProcessHandle.current().pid()));
      PrivateFiles.write(file(), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot correct " + file(), e);
    }
  }

  private boolean isServerOfThis(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean postgres = info.command().filter(name -> name.endsWith("/postgres")).isPresent();
    return postgres
        && info.arguments().filter(all -> List.of(all).contains(data.toString())).isPresent();
  }

  /** Whether the server of that number says it accepts connections. */
  boolean isReady(long pid) {
    return line(0).flatMap(PidFile::number).filter(found -> found == pid).isPresent()
        && line(7).filter("ready"::equals).isPresent();
  }

  private Optional<String> line(int index) {
    try {
      List<String> lines = Files.readAllLines(file());
      return index < lines.size() ? Optional.of(lines.get(index).strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private Path file() {
    return data.resolve("postmaster.pid");
  }
}
