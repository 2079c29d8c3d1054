package io.jangteo.cli;

import io.jangteo.cli.logs.LogStream;
import io.jangteo.cli.logs.LogView;
import io.jangteo.marketplace.cluster.Instance;
import io.jangteo.marketplace.cluster.ServiceKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a marketplace in the background has logged. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = {
      "Show what a marketplace in the background has logged, all its processes in one stream.",
      "Processes that are started while it follows join the stream."
    })
final class LogsCommand implements Callable<Integer> {
  private static final String DATABASE = "database";

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Only this one, for example order, order-2, gateway, broker or database.")
  private String service;

  @Option(
      names = {"-f", "--follow"},
      description = "Keep showing what is added.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines to begin with (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogStream logs = new LogStream(home.home(), wanted(), LogView.onStandardOutput());
    if (logs.isEmpty()) {
      throw new IOException(
          "no log of "
              + (service == null ? "anything" : service)
              + " in "
              + home.home().logs()
              + "; ./jangteo up --detach and ./jangteo cluster write them");
    }
    logs.tail(lines);
    if (follow) {
      logs.follow(() -> false);
    }
    return 0;
  }

  /** The database's own log only when it is asked for: it says little that concerns the market. */
  private Predicate<String> wanted() {
    if (service == null) {
      return name -> !name.equals(DATABASE);
    }
    if (service.equals(DATABASE) || service.equals("marketplace")) {
      return service::equals;
    }
    if (Instance.parse(service).isPresent()) {
      return service::equals;
    }
    try {
      ServiceKind kind = ServiceKind.of(service);
      return name -> Instance.parse(name).filter(found -> found.service() == kind).isPresent();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
