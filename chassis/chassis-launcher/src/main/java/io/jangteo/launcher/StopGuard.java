package io.jangteo.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a process whose orderly stop does not come to an end. */
final class StopGuard {
  private static final Logger LOG = LoggerFactory.getLogger(StopGuard.class);
  private static final int HALTED = 1;

  private StopGuard() {}

  /** Halts the JVM after {@code patience}, unless it has ended by itself. */
  static void arm(Duration patience) {
    Thread guard = new Thread(() -> halt(patience), "stop-guard");
    guard.setDaemon(true);
    guard.start();
  }

  private static void halt(Duration patience) {
    try {
      TimeUnit.MILLISECONDS.sleep(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    LOG.error("not stopped within {} s; ending as it is", patience.toSeconds());
    Runtime.getRuntime().halt(HALTED);
  }
}
