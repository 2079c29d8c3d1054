package io.jangteo.cli;

import io.jangteo.cli.status.MarketStatus;
import io.jangteo.cli.status.StatusTable;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether the marketplace runs and which of its parts are ready. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show which processes of the marketplace run, and whether they are ready.",
      "Exits 1 when nothing runs, or anything that should is dead or not ready."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Optional<RunState> state = home.runningOrStarting();
    if (state.filter(RunState::isAttached).isPresent()) {
      throw new IOException(
          state.get().url() + " runs in containers; docker compose ps shows each of them");
    }
    MarketStatus status = MarketStatus.of(home.home(), state);
    if (json) {
      System.out.println(Json.encodeToString(status.toJson()));
    } else {
      new StatusTable(status).print(System.out);
    }
    return status.isReady() ? 0 : 1;
  }
}
