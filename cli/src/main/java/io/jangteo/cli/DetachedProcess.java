package io.jangteo.cli;

import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The marketplace in a process of its own that outlives this one. */
final class DetachedProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LOG_LINES_SHOWN = 15;

  private final Home home;
  private final int port;

  DetachedProcess(Home home, int port) {
    this.home = home;
    this.port = port;
  }

  /**
   * Returns when the gateway answers.
   *
   * @throws IOException with the end of its log when the process ends before that
   */
  RunState start() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not start; the end of " + home.log() + ":\n" + logTail());
      }
      Optional<RunState> state =
          RunState.read(home).filter(written -> written.pid() == process.pid());
      if (state.isPresent()) {
        return state.get();
      }
    }
    process.destroy();
    throw new IOException("it was not ready within " + PATIENCE.toSeconds() + " s:\n" + logTail());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    // Its own session: a Ctrl-C in this terminal must not reach it.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Optional.ofNullable(System.getenv("JANGTEO_UP_JVM")).ifPresent(f -> command.add("@" + f));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), JangteoCommand.class.getName()));
    command.addAll(
        List.of("up", "--home", home.directory().toString(), "--port", Integer.toString(port)));
    return command;
  }

  private String logTail() throws IOException {
    List<String> lines = Files.readAllLines(home.log());
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }
}
