package io.jangteo.cli;

import io.jangteo.cli.audit.AuditCommand;
import io.jangteo.cli.cluster.CanaryCommand;
import io.jangteo.cli.cluster.CertificatesCommand;
import io.jangteo.cli.cluster.ClusterCommand;
import io.jangteo.cli.cluster.InfrastructureCommand;
import io.jangteo.cli.cluster.KillCommand;
import io.jangteo.cli.cluster.RestartCommand;
import io.jangteo.cli.cluster.RollCommand;
import io.jangteo.cli.cluster.ScaleCommand;
import io.jangteo.cli.load.LoadCommand;
import io.jangteo.cli.operator.ParkedCommand;
import io.jangteo.cli.operator.ReplayMessagesCommand;
import io.jangteo.cli.operator.RetryCommand;
import io.jangteo.cli.operator.SagaCommand;
import io.jangteo.cli.operator.SkipCommand;
import io.jangteo.cli.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of {@code ./jangteo}. Exit codes: 0 done, 1 failed, 2 wrong words. */
@Command(
    name = "jangteo",
    mixinStandardHelpOptions = true,
    version = "jangteo 0.1.0",
    description = "A marketplace of independent services, all of it on this machine.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      UpCommand.class,
      ClusterCommand.class,
      CertificatesCommand.class,
      ScaleCommand.class,
      KillCommand.class,
      RestartCommand.class,
      RollCommand.class,
      CanaryCommand.class,
      InfrastructureCommand.class,
      AttachCommand.class,
      DemoCommand.class,
      ReplayCommand.class,
      LoadCommand.class,
      AuditCommand.class,
      ParkedCommand.class,
      RetryCommand.class,
      SkipCommand.class,
      ReplayMessagesCommand.class,
      SagaCommand.class,
      TokenCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      DownCommand.class,
    })
public final class JangteoCommand {
  private static final int HELP_COLUMNS = 110;

  private JangteoCommand() {}

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs one verb and gives its exit code. */
  static int execute(String... arguments) {
    return new CommandLine(new JangteoCommand())
        .setUsageHelpWidth(HELP_COLUMNS)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(JangteoCommand::explain)
        .execute(arguments);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    command.getErr().println(command.getColorScheme().errorText("jangteo: " + message));
    if (System.getenv("JANGTEO_DEBUG") != null) {
      failure.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
