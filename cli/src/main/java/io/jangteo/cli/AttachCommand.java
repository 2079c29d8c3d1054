package io.jangteo.cli;

import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.home.Attachment;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the verbs work on containers. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = {
      "Make demo, replay, audit and token work on the containers of compose.yaml, by noting in the home",
      "folder where they are. Reads what compose reads: .env, and variables that win over it.",
      "audit also needs the ports that compose.audit.yaml publishes. down lets go again."
    })
final class AttachCommand implements Callable<Integer> {
  private static final String ROUTE = "/products?limit=1";
  private static final int NOT_FOUND = 404;
  private static final long POLL_MILLIS = 250;
  private static final int CONNECT_MILLIS = 2_000;

  @Mixin private HomeOption home;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      defaultValue = "${env:JANGTEO_ENV_FILE:-.env}",
      description = "What compose was given (default: ${DEFAULT-VALUE}).")
  private Path envFile;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the market to answer (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Attachment attachment = Attachment.of(EnvFile.read(envFile).under(System.getenv()));
    RunState state = attachment.state();
    requireAnswer(state);
    attachment.write(home.home());
    System.out.println("attached to " + state.url() + "; try ./jangteo demo");
    RunState.DatabaseAccess any = state.databases().get("order");
    if (!answers(any.host(), any.port())) {
      System.out.printf(
          "audit will not work: nothing listens on %s:%d, start with -f compose.audit.yaml too%n",
          any.host(), any.port());
    }
    return 0;
  }

  /** A route of a service, so that gateway, cluster and discovery have all come up. */
  private void requireAnswer(RunState state) throws IOException, InterruptedException {
    GatewayClient gateway =
        new GatewayClient(URI.create(state.url()), Duration.ofSeconds(patienceSeconds));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    Answer answer = gateway.call("GET", ROUTE, null, Map.of());
    // A gateway that is new in the cluster has not yet learned of the services.
    while (answer.status() == NOT_FOUND && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      answer = gateway.call("GET", ROUTE, null, Map.of());
    }
    if (!answer.isSuccess()) {
      throw new IOException(state.url() + " does not serve yet: " + answer.summary());
    }
  }

  private static boolean answers(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
