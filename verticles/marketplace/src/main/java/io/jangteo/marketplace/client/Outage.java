package io.jangteo.marketplace.client;

/** What went wrong during one call; of one thread. */
final class Outage {
  private final FailureLog log;
  private final Request request;
  private final long begunNanos = System.nanoTime();
  private boolean failed;

  Outage(FailureLog log, Request request) {
    this.log = log;
    this.request = request;
  }

  void attemptFailed(String how) {
    failed = true;
    log.attemptFailed(request.operation() + " " + how);
  }

  /** The call has its answer, or gives up. */
  void end() {
    if (failed) {
      log.callFailedBetween(begunNanos, System.nanoTime());
    }
  }
}
