package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The verbs of {@code ./jangteo}, each in a process of its own, on a home of the test's own. */
final class CommandLine {
  private static final int LONGEST_SECONDS = 600;

  private final Home home;
  private final Map<String, String> settings;

  /**
   * @param settings variables in the environment of each verb
   */
  CommandLine(Path folder, Map<String, String> settings) {
    this.home = new Home(folder.resolve("home"));
    this.settings = settings;
  }

  /** What a finished verb printed on standard output, and its exit code. */
  record Result(int exit, String output) {}

  Home home() {
    return home;
  }

  RunState state() {
    try {
      return RunState.read(home).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a cluster on free ports, and returns when it is ready. */
  void startCluster(String... more) throws IOException, InterruptedException {
    SharedReleases.use(home);
    List<String> words = new ArrayList<>(List.of("cluster", "--detach", "--port", "0"));
    words.addAll(List.of(more));
    Result started = run(words.toArray(String[]::new));
    assertThat(started.exit()).as(started.output()).isZero();
  }

  /** Runs a verb to its end. */
  Result run(String... words) throws IOException, InterruptedException {
    Path output = Files.createTempFile(home.directory().getParent(), "out", ".txt");
    Process process = start(output, words);
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", words) + " did not end");
    }
    return new Result(process.exitValue(), Files.readString(output));
  }

  /** Starts a verb and leaves it running. */
  Process start(Path output, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.jangteo.cli.JangteoCommand");
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JANGTEO_HOME", home.directory().toString());
    builder.environment().putAll(settings);
    return builder
        .redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
