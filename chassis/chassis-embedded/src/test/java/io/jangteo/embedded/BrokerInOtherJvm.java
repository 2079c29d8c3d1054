package io.jangteo.embedded;

import java.nio.file.Path;

/** Main class of {@link OtherJvm}: stores confirmed messages, then waits to be killed. */
final class BrokerInOtherJvm {
  static final int MESSAGES = 50;

  private BrokerInOtherJvm() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedBroker broker = new EmbeddedBroker(BrokerOptions.in(Path.of(arguments[0]))).start();
    BrokerProbe probe = new BrokerProbe(broker.uri());
    probe.publish(MESSAGES);
    System.out.println("ready");
    Thread.currentThread().join();
  }
}
