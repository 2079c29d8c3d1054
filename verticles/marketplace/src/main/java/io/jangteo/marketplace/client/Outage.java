package io.jangteo.marketplace.client;

/** What went wrong during one call; of one thread. */
final class Outage {
  private final FailureLog log;
  private long firstNanos;
  private boolean failed;

  Outage(FailureLog log) {
    this.log = log;
  }

  void attemptFailed() {
    if (!failed) {
      failed = true;
      firstNanos = System.nanoTime();
    }
    log.attemptFailed();
  }

  /** The call has its answer, or gives up. */
  void end() {
    if (failed) {
      log.callFailedBetween(firstNanos, System.nanoTime());
    }
  }
}
