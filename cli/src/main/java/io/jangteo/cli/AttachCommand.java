package io.jangteo.cli;

import io.jangteo.marketplace.cluster.Routes;
import io.jangteo.marketplace.home.Attachment;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the verbs work on containers. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = {
      "Make demo, replay, audit and token work on the containers of compose.yaml: waits until they",
      "serve, and notes in the home folder where they are. Reads what compose reads: .env, and",
      "variables that win over it. audit also needs the ports that compose.audit.yaml publishes.",
      "down lets go again."
    })
final class AttachCommand implements Callable<Integer> {
  private static final int CONNECT_MILLIS = 2_000;

  @Mixin private HomeOption home;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      defaultValue = "${env:JANGTEO_ENV_FILE:-.env}",
      description = "What compose was given (default: ${DEFAULT-VALUE}).")
  private Path envFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Attachment attachment = Attachment.of(EnvFile.read(envFile).under(System.getenv()));
    RunState state = attachment.state();
    Routes.await(state.gateways());
    attachment.write(home.home());
    System.out.println("attached to " + String.join(" and ", state.urls()));
    DatabaseAccess database = state.databases().get("order");
    if (answers(database)) {
      System.out.println("try ./jangteo demo");
    } else {
      System.out.printf(
          "audit will not work: nothing listens on %s:%d; start with -f compose.audit.yaml too%n",
          database.host(), database.port());
    }
    return 0;
  }

  private static boolean answers(DatabaseAccess database) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(database.host(), database.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
