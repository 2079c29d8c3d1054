package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.DatabaseServer;
import io.jangteo.marketplace.cluster.ExpectedProcess;
import io.jangteo.marketplace.cluster.Instance;
import io.jangteo.marketplace.cluster.OsProcess;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ServiceKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Death without warning, to see that nothing is lost by it. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = {
      "Kill one process of a service with SIGKILL, the newest unless another is named.",
      "'database' is the embedded PostgreSQL, which is started again by its supervisor; 'broker' is the",
      "process of the embedded broker, which is also that supervisor."
    })
public final class KillCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SERVICE",
      description = "For example order, or gateway, database or broker.")
  private String service;

  @Option(names = "--instance", paramLabel = "N", description = "The N of order-N.")
  private Integer number;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean database = service.equals(ServiceName.DATABASE);
    ServiceKind kind = database ? ServiceKind.INFRASTRUCTURE : ServiceName.parse(spec, service);
    ServiceName.requireCluster(home);
    ProcessFolder folder = new ProcessFolder(home.home());
    if (database) {
      kill("database", DatabaseServer.of(folder).process());
      System.out.println(
          folder.expected(kind).stream().anyMatch(ExpectedProcess::isAlive)
              ? "its supervisor starts it again within seconds, on the same port"
              : "its supervisor is dead too: ./jangteo restart broker starts both again");
      return 0;
    }
    ExpectedProcess victim = choose(folder, kind);
    kill(victim.instance().name(), victim.process());
    System.out.println(
        kind == ServiceKind.INFRASTRUCTURE
            ? "the database lives on without a supervisor; ./jangteo restart broker starts both again"
            : "./jangteo restart " + kind.title() + " starts it again");
    return 0;
  }

  private ExpectedProcess choose(ProcessFolder folder, ServiceKind kind) throws IOException {
    List<ExpectedProcess> alive =
        folder.expected(kind).stream().filter(ExpectedProcess::isAlive).toList();
    if (number == null) {
      return alive.stream()
          .max(Comparator.comparing((ExpectedProcess each) -> each.process().startedMillis()))
          .orElseThrow(() -> new IOException("no process of " + kind.title() + " is alive"));
    }
    return alive.stream()
        .filter(each -> each.instance().number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "no "
                        + new Instance(kind, number).name()
                        + " is alive; there are: "
                        + alive.stream()
                            .map(each -> each.instance().name())
                            .collect(Collectors.joining(", "))));
  }

  private static void kill(String name, OsProcess process)
      throws IOException, InterruptedException {
    process.kill();
    if (!process.awaitEnd(PATIENCE)) {
      throw new IOException(name + ", process " + process.pid() + ", cannot be killed");
    }
    System.out.println("killed " + name + ", process " + process.pid());
  }
}
