package io.jangteo.testing.broker;

import io.jangteo.testing.process.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that does not outlive this JVM, even when this JVM is killed: a shell beside it
 * waits for the end of a pipe that only this JVM holds.
 */
final class LeashedProcess {
  private static final Duration KILLED_MAX = Duration.ofSeconds(10);

  private final Process process;

  private LeashedProcess(Process process) {
    this.process = process;
  }

  static LeashedProcess start(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      Process leash =
          new ProcessBuilder(
                  List.of(
                      "/bin/sh",
                      "-c",
                      "cat >/dev/null; kill -9 \"$1\" 2>/dev/null",
                      "leash",
                      Long.toString(process.pid())))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Its number may be given to somebody else from then on.
      process.onExit().thenRun(leash::destroyForcibly);
      return new LeashedProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + builder.command().get(0), e);
    }
  }

  /** What it writes goes to that file, what it reads is nothing. */
  static ProcessBuilder quiet(Path log, List<String> command) {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectInput(Path.of("/dev/null").toFile());
  }

  Process process() {
    return process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end; kills it when it does not within {@code patience}, and says so. */
  void terminate(Duration patience) {
    process.destroy();
    if (!gone(patience)) {
      kill();
      throw new IllegalStateException("process " + process.pid() + " did not end when asked to");
    }
  }

  void kill() {
    process.destroyForcibly();
    if (!gone(KILLED_MAX)) {
      throw new IllegalStateException("process " + process.pid() + " does not end");
    }
  }

  /** Sends it a signal by name and returns when that is done. */
  void signal(String name) {
    ProcessTree.of(process.pid()).signal(name);
  }

  private boolean gone(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ended", e);
    }
  }
}
