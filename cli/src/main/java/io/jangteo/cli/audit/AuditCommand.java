package io.jangteo.cli.audit;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the promises against the databases, from outside the services. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Check money, stock, orders and messages against the databases, from outside the services.",
      "Waits until nothing is under way; exits 1 on a violation, or when some promises could not be",
      "judged because it never became quiet."
    })
public final class AuditCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Mixin private HomeOption home;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for quiet (default: ${DEFAULT-VALUE}).")
  private int settleSeconds;

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    RunState state = home.running();
    Audit audit = new Audit(home.home(), state);
    List<Audit.Finding> findings = audit.run(Duration.ofSeconds(settleSeconds));
    boolean ok = findings.stream().allMatch(finding -> finding.verdict() == Audit.Verdict.OK);
    if (json) {
      System.out.println(Json.encodeToString(Map.of("ok", ok, "findings", findings)));
    } else {
      findings.forEach(AuditCommand::print);
      System.out.println(ok ? "all ok" : "NOT OK");
    }
    return ok ? 0 : 1;
  }

  private static void print(Audit.Finding finding) {
    System.out.printf("%-3s %-10s %s%n", finding.id(), finding.verdict(), finding.promise());
    finding.violations().stream().limit(SHOWN).forEach(v -> System.out.println("      " + v));
    if (finding.violations().size() > SHOWN) {
      System.out.printf("      ... and %,d more%n", finding.violations().size() - SHOWN);
    }
  }
}
