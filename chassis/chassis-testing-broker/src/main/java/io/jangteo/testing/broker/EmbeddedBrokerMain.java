package io.jangteo.testing.broker;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Main class of {@link EmbeddedBrokerProcess}: prints its address, then makes each virtual host
 * whose name it reads and repeats the name. Halts at the end of its input.
 */
final class EmbeddedBrokerMain {
  private EmbeddedBrokerMain() {}

  /**
   * @param arguments directory and port, 0 for any
   */
  public static void main(String[] arguments) {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try {
      BrokerOptions options = BrokerOptions.in(Path.of(arguments[0]));
      EmbeddedBroker broker =
          new EmbeddedBroker(options.withPort(Integer.parseInt(arguments[1]))).start();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "broker-stop"));
      answers.println(broker.uri("").value());
      obey(broker, answers);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void obey(EmbeddedBroker broker, PrintStream answers) throws IOException {
    BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      broker.createVirtualHost(name);
      answers.println(name);
    }
  }
}
