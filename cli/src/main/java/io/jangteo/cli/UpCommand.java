package io.jangteo.cli;

import io.jangteo.marketplace.Marketplace;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.home.Attachment;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything in one JVM. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start PostgreSQL, the broker, every service and the gateway, and load the built-in catalogue.",
      "Data is kept in the home folder and survives restarts."
    })
final class UpCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(names = "--detach", description = "Return when everything answers, and keep running.")
  private boolean detach;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:GATEWAY_PORT:-8080}",
      description = "Port of the gateway (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws Exception {
    Home folder = home.home();
    folder.create();
    refuseWhenRunning(folder);
    if (detach) {
      RunState state = new DetachedProcess(folder, port).start();
      announce(state);
      return 0;
    }
    try (Marketplace marketplace = Marketplace.start(folder, port, System.getenv())) {
      announce(marketplace.state());
      marketplace.awaitStop();
    }
    return 0;
  }

  /** The lock decides, not the run file: a killed process leaves its file, but not its lock. */
  private static void refuseWhenRunning(Home folder) throws IOException, InterruptedException {
    Attachment.refuse(folder);
    if (new ProcessFolder(folder).anyAlive()) {
      throw new IOException(
          "a cluster runs from " + folder.directory() + "; stop it with ./jangteo down");
    }
    Optional<FileLock> free = folder.tryLockPatiently();
    if (free.isPresent()) {
      free.get().channel().close();
      RunState.remove(folder);
      return;
    }
    String who =
        RunState.read(folder)
            .map(state -> "process " + state.pid() + " at " + state.url())
            .orElse("a process that is just starting");
    throw new IOException(
        "already running from "
            + folder.directory()
            + ": "
            + who
            + "; stop it with ./jangteo down");
  }

  private static void announce(RunState state) {
    System.out.println("API      " + state.url());
    System.out.println("docs     " + state.url() + "/docs");
    System.out.println("contract " + state.url() + "/openapi.json");
    System.out.println("metrics  http://localhost:" + state.managementPort() + "/metrics");
    System.out.println("ready; try ./jangteo demo, stop with ./jangteo down");
  }
}
