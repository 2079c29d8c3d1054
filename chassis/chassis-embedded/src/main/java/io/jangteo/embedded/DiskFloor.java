package io.jangteo.embedded;

import java.nio.file.Path;

/**
 * How much room a server needs on its file system. It is stopped before the last byte is taken,
 * while it can still be stopped in order and still be read about in a log on the same disk.
 *
 * @param bytes free below which it is stopped; 0 watches nothing
 */
record DiskFloor(long bytes) {
  private static final long MIB = 1024L * 1024;

  DiskFloor {
    if (bytes < 0 || bytes > Long.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a floor of " + bytes + " bytes cannot be kept");
    }
  }

  boolean isBroken(long free) {
    return free < bytes;
  }

  /** More than the floor, so that a server which takes up its work does not stop again at once. */
  boolean hasRoomAgain(long free) {
    return free >= 2 * bytes;
  }

  /** What is wrong and what to do about it, for the end of a line. */
  String complaint(Path directory, long free) {
    return directory
        + " has "
        + free / MIB
        + " MiB free, less than the "
        + bytes / MIB
        + " MiB of embedded.diskFloor; make room there, it goes on by itself at "
        + 2 * bytes / MIB
        + " MiB";
  }
}
