package io.jangteo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a marketplace in the background has logged. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Show the log of a marketplace that was started with --detach.")
final class LogsCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(
      names = {"-f", "--follow"},
      description = "Keep showing what is added.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines to begin with (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path log = home.home().log();
    if (!Files.exists(log)) {
      throw new IOException(log + " is missing; ./jangteo up --detach writes it");
    }
    List<String> tail = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
    if (follow) {
      tail.add("-F");
    }
    tail.add(log.toString());
    return new ProcessBuilder(tail).inheritIO().start().waitFor();
  }
}
