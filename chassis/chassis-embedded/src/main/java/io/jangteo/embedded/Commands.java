package io.jangteo.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs programs of the operating system and of the server. */
final class Commands {
  private static final boolean LINUX =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");

  private Commands() {}

  /**
   * The command line under which {@code program} may run: PostgreSQL refuses to be root, so root
   * starts it in a user namespace of its own, where it is nobody in particular and yet owns its
   * files.
   */
  static List<String> unprivileged(List<String> program) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return program;
    }
    if (!onPath("unshare")) {
      throw new EmbeddedServerException(
          "PostgreSQL refuses to run as root and 'unshare' is missing: run as another user");
    }
    return prefixed(List.of("unshare", "-U"), program);
  }

  /** Detaches from the terminal, so that Ctrl-C reaches this process alone. */
  static List<String> detached(List<String> program) {
    return LINUX && onPath("setsid") ? prefixed(List.of("setsid"), program) : program;
  }

  /** A process without the PG* variables of the caller, writing to {@code log}. */
  static Process start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** Sends a signal by its name, for example {@code INT}; a process that is gone is no error. */
  static void signal(String name, long pid) {
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot signal process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while signalling process " + pid, e);
    }
  }

  private static List<String> prefixed(List<String> prefix, List<String> program) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String folder : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
