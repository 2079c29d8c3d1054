package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data directory: made once, and freed of whatever still serves it. */
final class PostgresData {
  static final String SUPERUSER = "postgres";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresData.class);
  private static final long INITDB_SECONDS = 120;
  private static final long LOG_BYTES_MAX = 8L * 1024 * 1024;

  private final Path home;
  private final Path directory;
  private final boolean fsync;

  PostgresData(Path home, Path directory, boolean fsync) {
    this.home = home;
    this.directory = directory;
    this.fsync = fsync;
  }

  Path path() {
    return directory.resolve("data");
  }

  Path log() {
    return directory.resolve("postgres.log");
  }

  Secret password() {
    return PrivateFiles.password(passwordFile());
  }

  /** Makes the data directory when there is none; a half-made one never counts. */
  void create() {
    if (Files.isDirectory(path())) {
      return;
    }
    password();
    Path draft = directory.resolve("data.new");
    try {
      PrivateFiles.deleteTree(draft);
      initialise(draft);
      Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot create " + path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while creating " + path(), e);
    }
  }

  private void initialise(Path draft) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/initdb").toString()));
    command.addAll(List.of("-D", draft.toString(), "-U", SUPERUSER));
    command.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + passwordFile()));
    // The same order of text and the same time zone on every machine.
    command.addAll(List.of("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"));
    command.addAll(List.of("--builtin-locale=C.UTF-8", "--no-instructions"));
    if (!fsync) {
      command.add("--no-sync");
    }
    Process initdb = Commands.start(Commands.unprivileged(command), log());
    if (!initdb.waitFor(INITDB_SECONDS, TimeUnit.SECONDS)) {
      initdb.destroyForcibly();
      throw new EmbeddedServerException("initdb took longer than " + INITDB_SECONDS + " s");
    }
    if (initdb.exitValue() != 0) {
      throw new EmbeddedServerException("initdb failed, see the end of " + log());
    }
  }

  /**
   * Stops a server that outlived the process that started it. Cleanly when it obeys, so that the
   * next start has nothing to recover. The caller holds the directory's lock: no living process of
   * ours wants that server.
   */
  void evictOrphan() {
    Optional<Long> pid = pidFileLine(0).flatMap(PostgresData::number);
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
      List<String> lines = new ArrayList<>(Files.readAllLines(pidFile()));
      lines.set(0, Long.toString(ProcessHandle.current().pid()));
      PrivateFiles.write(pidFile(), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot correct " + pidFile(), e);
    }
  }

  private boolean isServerOfThis(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean postgres = info.command().filter(name -> name.endsWith("/postgres")).isPresent();
    return postgres
        && info.arguments().filter(all -> List.of(all).contains(path().toString())).isPresent();
  }

  /** Whether the server of that number says it accepts connections. */
  boolean isReady(long pid) {
    return pidFileLine(0).flatMap(PostgresData::number).filter(found -> found == pid).isPresent()
        && pidFileLine(7).filter("ready"::equals).isPresent();
  }

  private Optional<String> pidFileLine(int index) {
    try {
      List<String> lines = Files.readAllLines(pidFile());
      return index < lines.size() ? Optional.of(lines.get(index).strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** Begins a new log when the present one has grown large; one former one is kept. */
  void rotateLog() {
    try {
      if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_MAX) {
        Files.move(
            log(),
            log().resolveSibling("postgres.log.1"),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot rotate " + log(), e);
    }
  }

  private Path pidFile() {
    return path().resolve("postmaster.pid");
  }

  private Path passwordFile() {
    return directory.resolve("superuser.password");
  }
}
