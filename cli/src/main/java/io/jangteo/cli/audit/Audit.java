package io.jangteo.cli.audit;

import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All invariants that apply, judged on one reading of all databases. */
public final class Audit {
  private static final long POLL_MILLIS = 250;

  private final RunState state;
  private final ReplayJournals journals;
  private final List<Invariant> invariants = new ArrayList<>();

  public Audit(Home home, RunState state) {
    this.state = state;
    this.journals = new ReplayJournals(home);
    invariants.addAll(MoneyInvariants.all());
    invariants.addAll(StockInvariants.all());
    invariants.addAll(new OrderInvariants(journals).all());
    invariants.addAll(new MessageInvariants(state.brokerUri()).all());
  }

  /** What became of one invariant. */
  public enum Verdict {
    OK,
    VIOLATED,
    /** It holds only when nothing is under way, and something was. */
    UNJUDGED
  }

  /**
   * One judged invariant.
   *
   * @param violations one sentence each; empty unless violated
   */
  public record Finding(String id, Verdict verdict, String promise, List<String> violations) {}

  /**
   * Waits for quiet, at most {@code patience}, then judges.
   *
   * @throws IOException when the broker cannot be asked
   */
  public List<Finding> run(Duration patience)
      throws SQLException, IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      journals.note();
      try (Ledgers ledgers = Ledgers.open(state.databases())) {
        boolean quiet = isQuiet(ledgers);
        if (quiet || System.nanoTime() > deadline) {
          return judge(ledgers, quiet);
        }
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private List<Finding> judge(Ledgers ledgers, boolean quiet) throws SQLException, IOException {
    List<Finding> findings = new ArrayList<>();
    for (Invariant invariant : invariants) {
      if (!quiet && invariant.when() == Invariant.When.QUIET) {
        findings.add(new Finding(invariant.id(), Verdict.UNJUDGED, invariant.promise(), List.of()));
        continue;
      }
      List<String> violations = invariant.check().violations(ledgers);
      Verdict verdict = violations.isEmpty() ? Verdict.OK : Verdict.VIOLATED;
      findings.add(new Finding(invariant.id(), verdict, invariant.promise(), violations));
    }
    return findings;
  }

  /** No saga runs, and no service has anything left to say. */
  private boolean isQuiet(Ledgers ledgers) throws SQLException {
    long busy =
        ledgers.number(
            "order", "SELECT count(*) FROM orders WHERE status IN ('PENDING', 'COMPENSATING')");
    for (String service : List.of("order", "payment", "inventory", "shipping")) {
      busy +=
          ledgers.number(
              service,
              "SELECT count(*) FROM outbox WHERE published_at IS NULL AND parked_reason IS NULL");
    }
    return busy == 0;
  }
}
