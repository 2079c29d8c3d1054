package io.jangteo.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file system says of itself. */
final class FreeSpace {
  private FreeSpace() {}

  /** Bytes that an ordinary user may still write there; unlimited where nobody can tell. */
  static long of(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.getTotalSpace() > 0 ? store.getUsableSpace() : Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
