package io.jangteo.marketplace.client;

/** Told of what a client's callers never see, because it was tried again. For many threads. */
public interface FailureLog {
  /** Takes no notice. */
  FailureLog NONE =
      new FailureLog() {
        @Override
        public void attemptFailed(String how) {}

        @Override
        public void callFailedBetween(long fromNanos, long toNanos) {}
      };

  /**
   * A request was refused, cut off, timed out, or answered with a wish to come again.
   *
   * @param how of few different words: method, first segment of the path, and the status or what
   *     became of the connection, as in {@code POST /orders 503}
   */
  void attemptFailed(String how);

  /**
   * One call needed more than one attempt, or failed: from its beginning, so that the time an
   * attempt hung before it failed is in it, to its end, on the system's clock.
   */
  void callFailedBetween(long fromNanos, long toNanos);
}
