package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.Infrastructure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the process of the embedded servers runs. */
@Command(
    name = "infrastructure",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "The embedded database and broker of a cluster; started by ./jangteo cluster.")
public final class InfrastructureCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(names = "--project", required = true, description = "Where the options of Java are.")
  private Path project;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Infrastructure infrastructure = Infrastructure.start(home.home(), System.getenv())) {
      infrastructure.keepArchives(project);
      infrastructure.awaitStop();
    }
    return 0;
  }
}
