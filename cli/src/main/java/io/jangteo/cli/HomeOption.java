package io.jangteo.cli;

import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which marketplace a verb is about. */
public final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:JANGTEO_HOME:-.jangteo}",
      description = "Folder with the data of this marketplace (default: ${DEFAULT-VALUE}).")
  private Path directory;

  public Home home() {
    return new Home(directory);
  }

  /**
   * What runs and answers.
   *
   * @throws IOException saying what to do when nothing runs
   */
  public RunState running() throws IOException {
    return runningOrStarting()
        .orElseThrow(() -> new IOException("it is still starting; see ./jangteo status"));
  }

  /**
   * Empty while a cluster starts.
   *
   * @throws IOException saying what to do when nothing runs
   */
  public Optional<RunState> runningOrStarting() throws IOException {
    Optional<RunState> state = RunState.read(home());
    if (state.filter(found -> found.kind() == RunState.Kind.JVM).isPresent()) {
      if (!state.get().isAlive()) {
        throw new IOException(
            "process " + state.get().pid() + " has died; start it again with ./jangteo up");
      }
      return state;
    }
    if (state.filter(RunState::isAttached).isPresent()) {
      return state;
    }
    ProcessFolder cluster = new ProcessFolder(home());
    if (!cluster.anyAlive()) {
      throw new IOException(
          cluster.expected().isEmpty()
              ? "nothing runs here; start it with ./jangteo up or ./jangteo cluster"
              : "every process of the cluster has died; start it again with ./jangteo cluster");
    }
    return state;
  }

  /**
   * @throws IOException when there was no first start yet
   */
  public Credentials credentials() throws IOException {
    if (!Files.exists(home().credentialsFile())) {
      throw new IOException(home().credentialsFile() + " is missing; run ./jangteo up first");
    }
    return Credentials.load(home());
  }
}
