package io.jangteo.cli.load;

import io.jangteo.cli.status.MarketStatus;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes whose processor time a load test counts. */
final class ServerProcesses {
  private ServerProcesses() {}

  /**
   * As {@code NAME=PID}; none of a market in containers, whose processes are not ours to see.
   * Children are counted with their parents and need no mention, such as PostgreSQL's.
   */
  static List<String> of(Home home, RunState state) throws IOException {
    if (state.isAttached()) {
      return List.of();
    }
    List<String> named = new ArrayList<>();
    MarketStatus.of(home, Optional.of(state))
        .pids()
        .forEach((name, pid) -> named.add(name + "=" + pid));
    if (state.databasePid() != 0) {
      named.add("database=" + state.databasePid());
    }
    return named;
  }
}
