package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.cli.logs.LogStream;
import io.jangteo.cli.logs.LogView;
import io.jangteo.marketplace.cluster.Cluster;
import io.jangteo.marketplace.cluster.PostgresUri;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.home.Attachment;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts everything, each service in a JVM of its own. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Start every service and two gateways, each its own JVM, all on one cluster, with one more process",
      "for the embedded database and broker, and load the built-in catalogue.",
      "Without --detach it shows all logs until Ctrl-C, which stops everything."
    })
public final class ClusterCommand implements Callable<Integer> {
  private static final int GATEWAYS = 2;

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Option(names = "--detach", description = "Return when everything answers, and keep running.")
  private boolean detach;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:GATEWAY_PORT:-8080}",
      description =
          "Port of the first gateway, the others follow; 0 takes free ones (default:"
              + " ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--rabbitmq",
      paramLabel = "URI",
      description = "A RabbitMQ of your own, amqp://user:password@host:port/vhost.")
  private String rabbitmq;

  @Option(
      names = "--postgres",
      paramLabel = "URI",
      description = {
        "A PostgreSQL of your own, as an administrator who makes a database and a role for each",
        "service: postgresql://user:password@host:port/database."
      })
  private String postgres;

  @Option(
      names = "--tls",
      description = {
        "The event bus between the processes speaks mutual TLS, with certificates that are made when",
        "they are missing; ./jangteo certificates --renew replaces them while all goes on."
      })
  private boolean tls;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkWords();
    Home folder = home.home();
    Attachment.refuse(folder);
    folder.create();
    StopOnSignal signal = startLocked(folder);
    if (detach) {
      signal.dismiss();
    } else {
      follow(folder, signal);
    }
    return 0;
  }

  private StopOnSignal startLocked(Home folder) throws IOException, InterruptedException {
    try (FileLock lock = lock(folder)) {
      assert lock.isValid();
      StopOnSignal signal = StopOnSignal.install(folder);
      try {
        start(folder);
        signal.started();
        return signal;
      } catch (IOException | InterruptedException | RuntimeException e) {
        signal.startFailed();
        if (signal.isStopping()) {
          throw new IOException("stopped before it was ready", e);
        }
        throw e;
      }
    }
  }

  private void checkWords() {
    if (port < 0 || port > 65535 - GATEWAYS) {
      throw new ParameterException(spec.commandLine(), "--port must be from 0 to 65533");
    }
    if (rabbitmq != null && !rabbitmq.matches("amqps?://.+")) {
      throw new ParameterException(
          spec.commandLine(), "--rabbitmq looks like amqp://user:password@host:port/vhost");
    }
    try {
      if (postgres != null) {
        PostgresUri.parse(postgres);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--postgres: " + e.getMessage());
    }
  }

  private FileLock lock(Home folder) throws IOException, InterruptedException {
    return folder
        .tryLockPatiently()
        .orElseThrow(
            () ->
                new IOException(
                    folder.directory()
                        + " is in use by ./jangteo up, or by another verb that changes it; stop it"
                        + " with ./jangteo down"));
  }

  private void start(Home folder) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    RunState state =
        new Cluster(folder, Project.root(), System.out::println)
            .start(new Cluster.Options(port, GATEWAYS, rabbitmq, postgres, tls));
    System.out.println("API      " + String.join(" and ", state.urls()));
    System.out.println("docs     " + state.url() + "/docs");
    System.out.println("contract " + state.url() + "/openapi.json");
    System.out.printf(
        Locale.ROOT,
        "ready after %.1f s; try ./jangteo demo, status, scale order 2, kill order, restart order;"
            + " stop with ./jangteo down%n",
        (System.nanoTime() - begun) / 1e9);
  }

  private static void follow(Home folder, StopOnSignal signal)
      throws IOException, InterruptedException {
    ProcessFolder processes = new ProcessFolder(folder);
    LogStream logs = new LogStream(folder, LogStream::isProcess, LogView.onStandardOutput());
    logs.skipToEnd();
    logs.follow(() -> signal.isStopping() || !processes.anyAlive());
  }
}
