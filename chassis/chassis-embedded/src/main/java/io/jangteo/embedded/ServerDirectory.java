package io.jangteo.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be done with the directory of an embedded server that does not run. */
public final class ServerDirectory {
  private ServerDirectory() {}

  /**
   * Stops a PostgreSQL that a killed process left behind in there; keeps the data. Does nothing
   * when there is none.
   *
   * @throws EmbeddedServerException when a living process uses it
   */
  public static void release(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      return;
    }
    try (DirectoryLock lock = DirectoryLock.take(absolute)) {
      new PidFile(absolute.resolve(PostgresData.FOLDER)).evictOrphan();
    }
  }

  /**
   * Forgets everything: stops a PostgreSQL that a killed process left behind in there, then deletes
   * the directory. Succeeds when there is none.
   *
   * @throws EmbeddedServerException when a living process uses it
   */
  public static void discard(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      return;
    }
    try (DirectoryLock lock = DirectoryLock.take(absolute)) {
      new PidFile(absolute.resolve(PostgresData.FOLDER)).evictOrphan();
      PrivateFiles.deleteTree(absolute);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot delete " + absolute, e);
    }
  }
}
