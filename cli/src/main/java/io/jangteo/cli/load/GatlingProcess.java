package io.jangteo.cli.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Gatling in a JVM of its own, which must not take much from the servers beside it. */
final class GatlingProcess {
  private static final List<String> JVM =
      List.of(
          "-Xms64m",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

  private final Path module;

  /**
   * @param module folder of {@code loadtest}
   */
  GatlingProcess(Path module) {
    this.module = module;
  }

  Path results() {
    return module.resolve("target").resolve("gatling");
  }

  /**
   * Returns when it has ended.
   *
   * @param settings without their prefix
   * @param line takes each line it prints
   * @return its exit code
   */
  int run(LoadName name, Map<String, String> settings, Consumer<String> line)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(name, settings))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    Thread guard = new Thread(process::destroy, "stop-gatling");
    Runtime.getRuntime().addShutdownHook(guard);
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().forEach(line);
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(guard);
    return code;
  }

  private List<String> command(LoadName name, Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    settings.forEach((key, value) -> command.add("-Djangteo.load." + key + "=" + value));
    command.addAll(List.of("-cp", classPath(), "io.gatling.app.Gatling"));
    command.addAll(List.of("-s", name.className(), "-rf", results().toString()));
    return command;
  }

  private String classPath() throws IOException {
    Path jar = module.resolve("target").resolve("jangteo-loadtest.jar");
    Path libraries = module.resolve("target").resolve("lib");
    if (!Files.exists(jar) || !Files.isDirectory(libraries)) {
      throw new IOException(jar + " is missing; run mvn package");
    }
    return jar + ":" + libraries.resolve("*");
  }
}
