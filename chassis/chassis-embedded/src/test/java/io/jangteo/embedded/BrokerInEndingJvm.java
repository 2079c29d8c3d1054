package io.jangteo.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Main class of {@link OtherJvm}: when asked to end, it takes its time as a service does that
 * drains, uses the broker once more, and then stops it.
 */
final class BrokerInEndingJvm {
  static final int MESSAGES = 7;
  private static final Duration DRAINING = Duration.ofSeconds(3);

  private BrokerInEndingJvm() {}

  public static void main(String[] arguments) {
    try {
      EmbeddedBroker broker = new EmbeddedBroker(BrokerOptions.in(Path.of(arguments[0]))).start();
      BrokerProbe probe = new BrokerProbe(broker.uri());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(broker, probe), "drain"));
      System.out.println("ready");
      Thread.currentThread().join();
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void drain(EmbeddedBroker broker, BrokerProbe probe) {
    try {
      TimeUnit.SECONDS.sleep(DRAINING.toSeconds());
      probe.publish(MESSAGES);
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      broker.stop();
    }
  }
}
