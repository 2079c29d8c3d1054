package io.jangteo.launcher;

import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file in which a process says what and where it is; readable by its owner only. */
final class RunFile {
  private final Path path;

  RunFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Replaces what is there, at once and whole. */
  void write(RunningProcess process) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, Json.encode(process).getBytes());
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Unless another process has written it since, which has taken the place of this one. */
  void remove() throws IOException {
    if (Files.exists(path) && pid() == ProcessHandle.current().pid()) {
      Files.deleteIfExists(path);
    }
  }

  private long pid() throws IOException {
    return Json.LENIENT.readValue(Files.readAllBytes(path), RunningProcess.class).pid();
  }
}
