package io.jangteo.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own, in memory, that can be filled to the last byte and freed again. */
final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 1 << 20;
  private static final long PAGE = 4096;

  private final Path folder;
  private final Path ballast;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
  }

  /**
   * Mounts it; the test is skipped, and says so, where this user may not mount.
   *
   * @param folder made if it is missing
   */
  static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int exit = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder);
    Assumptions.assumeTrue(
        exit == 0,
        "NOT TESTED: a small disk cannot be mounted by this user (mount -t tmpfs ended with "
            + exit
            + "); run this test as root");
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Takes all but {@code left} bytes, and what others free meanwhile. */
  void fill(long left) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            ballast,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      for (long excess = free() - left; excess >= PAGE; excess = free() - left) {
        channel.write(ByteBuffer.allocate((int) Math.min(CHUNK, excess)));
      }
    } catch (IOException e) {
      if (free() > left + CHUNK) {
        throw e;
      }
    }
  }

  /** Gives back everything that {@link #fill} took. */
  void empty() throws IOException {
    Files.deleteIfExists(ballast);
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "--lazy", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int run(Object... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    for (Object word : words) {
      builder.command().add(word.toString());
    }
    try {
      Process process = builder.inheritIO().start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IOException(builder.command() + " does not end");
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }
}
