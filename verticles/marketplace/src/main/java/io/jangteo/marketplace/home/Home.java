package io.jangteo.marketplace.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The folder that holds everything a marketplace keeps on this machine: databases, broker store,
 * passwords, logs, and the file that says what is running.
 */
public record Home(Path directory) {
  private static final long POLL_MILLIS = 50;

  /** A process that was killed holds its folder until the system has cleared it away. */
  private static final Duration DYING = Duration.ofSeconds(3);

  public Home {
    directory = directory.toAbsolutePath().normalize();
  }

  public Path postgres() {
    return directory.resolve("postgres");
  }

  public Path broker() {
    return directory.resolve("broker");
  }

  public Path binaries() {
    return directory.resolve("binaries");
  }

  /** What the processes that run in the background print, one file each. */
  public Path logs() {
    return directory.resolve("logs");
  }

  /** What {@code up} prints when it runs in the background. */
  public Path log() {
    return logs().resolve("marketplace.log");
  }

  /** What the processes of a cluster say of themselves, and which there should be. */
  public Path processes() {
    return directory.resolve("processes");
  }

  /** The jars that the processes of a cluster run. */
  public Path releases() {
    return directory.resolve("releases");
  }

  /** Name, ports and servers of a cluster, kept over its runs. */
  public Path clusterFile() {
    return directory.resolve("cluster.json");
  }

  /** Where clients note what they sent, one file per replayed trade file. */
  public Path journals() {
    return directory.resolve("replay");
  }

  /** A private authority and what it has issued to nodes. */
  public Path certificates() {
    return directory.resolve("certificates");
  }

  public Path credentialsFile() {
    return directory.resolve("credentials.json");
  }

  public Path runFile() {
    return directory.resolve("run.json");
  }

  private Path lockFile() {
    return directory.resolve("lock");
  }

  /** Makes the folder, readable by its owner only. */
  public void create() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.createDirectories(logs());
    Files.createDirectories(processes());
  }

  /**
   * Takes this folder for the life of the returned lock; empty when another process has it. The
   * operating system gives it back when the holder dies, however it dies.
   */
  public Optional<FileLock> tryLock() throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return Optional.ofNullable(lock);
  }

  /**
   * The same, waiting a little for a holder that is just dying.
   *
   * @throws InterruptedException when interrupted while waiting
   */
  public Optional<FileLock> tryLockPatiently() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DYING.toNanos();
    Optional<FileLock> lock = tryLock();
    while (lock.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      lock = tryLock();
    }
    return lock;
  }

  /** Replaces a file at once and whole; only its owner can read it. */
  public static void writePrivately(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
