package io.jangteo.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a process whose orderly stop does not come to an end. */
final class StopGuard {
  private static final Logger LOG = LoggerFactory.getLogger(StopGuard.class);
  private static final int HALTED = 1;

  private final Thread thread;

  private StopGuard(Thread thread) {
    this.thread = thread;
  }

  /** Halts the JVM after {@code patience}, unless it has ended by itself or this is dismissed. */
  static StopGuard arm(Duration patience) {
    Thread thread = new Thread(() -> halt(patience), "stop-guard");
    thread.setDaemon(true);
    thread.start();
    return new StopGuard(thread);
  }

  void dismiss() {
    thread.interrupt();
  }

  private static void halt(Duration patience) {
    try {
      TimeUnit.MILLISECONDS.sleep(patience.toMillis());
    } catch (InterruptedException e) {
      return;
    }
    LOG.error("not stopped within {} s; ending as it is", patience.toSeconds());
    Runtime.getRuntime().halt(HALTED);
  }
}
