package io.jangteo.cli;

import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * @throws IOException saying what to do when nothing runs
   */
  public RunState running() throws IOException {
    RunState state =
        RunState.read(home())
            .orElseThrow(() -> new IOException("nothing runs here; start it with ./jangteo up"));
    if (!state.isAttached() && !state.isAlive()) {
      throw new IOException(
          "process " + state.pid() + " has died; start it again with ./jangteo up");
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
