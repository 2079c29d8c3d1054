package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The data directory, made once, and what belongs beside it. */
final class PostgresData {
  static final String FOLDER = "data";
  static final String SUPERUSER = "postgres";

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
    return directory.resolve(FOLDER);
  }

  Path log() {
    return directory.resolve("postgres.log");
  }

  PidFile pidFile() {
    return new PidFile(path());
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

  private Path passwordFile() {
    return directory.resolve("superuser.password");
  }
}
