package io.jangteo.marketplace.client;

/** Told of what a client's callers never see, because it was tried again. For many threads. */
public interface FailureLog {
  /** Takes no notice. */
  FailureLog NONE =
      new FailureLog() {
        @Override
        public void attemptFailed() {}

        @Override
        public void callFailedBetween(long fromNanos, long toNanos) {}
      };

  /** A request was refused, cut off, timed out, or answered with a wish to come again. */
  void attemptFailed();

  /** One call did not succeed from its first failed attempt to its end, on the system's clock. */
  void callFailedBetween(long fromNanos, long toNanos);
}
