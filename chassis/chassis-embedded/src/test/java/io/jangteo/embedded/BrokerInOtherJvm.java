package io.jangteo.embedded;

import java.nio.file.Path;

/** Main class of {@link OtherJvm}: stores confirmed messages, then waits to be killed. */
final class BrokerInOtherJvm {
  static final int MESSAGES = 50;

  private BrokerInOtherJvm() {}

  public static void main(String[] arguments) {
    try {
      store(Path.of(arguments[0]));
      System.out.println("ready");
      Thread.currentThread().join();
    } catch (Exception e) {
      // The broker's own threads would keep this JVM, and the test that reads from it, waiting.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void store(Path directory) throws Exception {
    EmbeddedBroker broker = new EmbeddedBroker(BrokerOptions.in(directory)).start();
    new BrokerProbe(broker.uri()).publish(MESSAGES);
  }
}
