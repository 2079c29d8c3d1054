package io.jangteo.runtime.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where and when to die: a file of one line, {@code POINT SUBJECT COUNT}, that may come and go
 * while the process runs; {@code *} is any subject, and the count says at which passing. Without
 * the file nothing happens. It is used up by the death it brings, so that a restarted process
 * lives.
 */
final class CrashPlan {
  private static final Logger LOG = LoggerFactory.getLogger(CrashPlan.class);
  private static final String PROPERTY = "jangteo.crash.plan";
  private static final String ANY = "*";
  private static final int KILLED = 137;
  private static final Set<String> OWN =
      Set.of(CrashPlan.class.getName(), CrashPoint.class.getName());
  private static final String FILE = System.getProperty(PROPERTY);

  /** A constant to the compiler: what is behind it is no code when it is false. */
  static final boolean ON = FILE != null;

  private static int passed;

  private CrashPlan() {}

  static void announce(String service) {
    LOG.warn(
        "{} RUNS WITH -D{}: IT KILLS ITSELF WHERE {} SAYS, AND IS FOR TESTS ONLY",
        service,
        PROPERTY,
        FILE);
  }

  /**
   * @param about whether the line is passed with that subject
   */
  static void pass(CrashPoint point, Predicate<String> about) {
    try {
      passOrDie(point, about);
    } catch (IOException e) {
      throw new UncheckedIOException("the plan " + FILE + " cannot be followed", e);
    }
  }

  private static synchronized void passOrDie(CrashPoint point, Predicate<String> about)
      throws IOException {
    Path plan = Path.of(FILE);
    String line;
    try {
      line = Files.readString(plan).strip();
    } catch (NoSuchFileException e) {
      return;
    }
    String[] words = line.split(" ");
    boolean meant =
        words.length == 3
            && words[0].equals(point.name())
            && (words[1].equals(ANY) || about.test(words[1]));
    if (meant && ++passed == Integer.parseInt(words[2])) {
      die(plan, line);
    }
  }

  /** The marker is on the disk before the process is gone: whoever finds it knows where. */
  private static void die(Path plan, String line) throws IOException {
    String where =
        StackWalker.getInstance()
            .walk(frames -> frames.filter(frame -> !OWN.contains(frame.getClassName())).findFirst())
            .map(frame -> frame.getClassName() + ":" + frame.getLineNumber())
            .orElse("?");
    String marker = line + " " + ProcessHandle.current().pid() + " " + where;
    try (FileChannel file =
        FileChannel.open(
            plan.resolveSibling(plan.getFileName() + ".done"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(marker.getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
    Files.delete(plan);
    Runtime.getRuntime().halt(KILLED);
  }
}
