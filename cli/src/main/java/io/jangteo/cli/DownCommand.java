package io.jangteo.cli;

import io.jangteo.embedded.ServerDirectory;
import io.jangteo.marketplace.cluster.ClusterStop;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.home.Attachment;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops a marketplace in order. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stop the marketplace in order; with --wipe also forget all its data.")
final class DownCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 45;

  @Mixin private HomeOption home;

  @Option(names = "--wipe", description = "Delete databases, broker store, passwords and logs.")
  private boolean wipe;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (Attachment.of(home.home()).isPresent()) {
      detach();
      return 0;
    }
    Optional<RunState> state = RunState.read(home.home()).filter(RunState::isAlive);
    if (state.isPresent()) {
      stop(state.get());
    } else if (!new ProcessFolder(home.home()).expected().isEmpty()) {
      new ClusterStop(home.home(), System.out::println).stopAll();
      System.out.println("stopped");
    } else {
      // A killed process may have left its database server behind.
      ServerDirectory.release(home.home().postgres());
      RunState.remove(home.home());
      System.out.println("nothing was running");
    }
    if (wipe) {
      wipe(home.home());
    }
    return 0;
  }

  /** Containers are stopped by whoever runs them; here only the way to them is forgotten. */
  private void detach() throws IOException, InterruptedException {
    if (wipe) {
      wipe(home.home());
    } else {
      Attachment.remove(home.home());
    }
    System.out.println("detached; the containers go on, docker compose down stops them");
  }

  private static void stop(RunState state) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(state.pid());
    process.ifPresent(ProcessHandle::destroy);
    try {
      if (process.isPresent()) {
        process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "process "
              + state.pid()
              + " did not stop within "
              + PATIENCE_SECONDS
              + " s; see ./jangteo logs, or end it with kill -9 "
              + state.pid(),
          e);
    }
    System.out.println("stopped");
  }

  private static void wipe(Home home) throws IOException, InterruptedException {
    if (!Files.exists(home.directory())) {
      return;
    }
    if (!Files.exists(home.credentialsFile())) {
      throw new IOException(home.directory() + " is no marketplace's folder; nothing was deleted");
    }
    if (home.tryLockPatiently().isEmpty()) {
      throw new IOException(home.directory() + " is in use; nothing was deleted");
    }
    ServerDirectory.discard(home.postgres());
    try (Stream<Path> files = Files.walk(home.directory())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    System.out.println("wiped " + home.directory());
  }
}
