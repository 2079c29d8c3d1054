package io.jangteo.embedded;

import java.nio.file.Path;

/**
 * Where and how the embedded PostgreSQL runs.
 *
 * @param directory holds the data, the password and the log; created when missing
 * @param binariesCache where the programs are unpacked; may be shared by any number of processes
 * @param port on 127.0.0.1; 0 takes a free one at the first start
 * @param fsync false gives up the data at a power cut for speed: for tests only
 * @param diskFloor free bytes below which it is stopped until there is more room; 0 for never
 */
public record PostgresOptions(
    Path directory, Path binariesCache, int port, boolean fsync, long diskFloor) {
  public PostgresOptions {
    directory = directory.toAbsolutePath().normalize();
    binariesCache = binariesCache.toAbsolutePath().normalize();
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be between 0 and 65535");
    }
  }

  /** Durable, on a free port, programs in a cache of this user under the temporary folder. */
  public static PostgresOptions in(Path directory) {
    Path cache =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "jangteo-postgres-" + System.getProperty("user.name"));
    return new PostgresOptions(directory, cache, 0, true, EmbeddedConfig.DEFAULT_FLOOR);
  }

  public PostgresOptions withPort(int other) {
    return new PostgresOptions(directory, binariesCache, other, fsync, diskFloor);
  }

  public PostgresOptions withBinariesCache(Path other) {
    return new PostgresOptions(directory, other, port, fsync, diskFloor);
  }

  public PostgresOptions withoutFsync() {
    return new PostgresOptions(directory, binariesCache, port, false, diskFloor);
  }

  public PostgresOptions withDiskFloor(long bytes) {
    return new PostgresOptions(directory, binariesCache, port, fsync, bytes);
  }
}
