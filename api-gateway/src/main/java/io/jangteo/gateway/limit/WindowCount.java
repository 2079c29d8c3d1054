package io.jangteo.gateway.limit;

/**
 * Counts what one connection does too often; a window begins anew with the first of it after the
 * last one was over. For one thread.
 */
public final class WindowCount {
  private final int most;
  private final long windowNanos;
  private long begun;
  private int count;

  public WindowCount(int most, long windowNanos) {
    this.most = most;
    this.windowNanos = windowNanos;
  }

  /** Whether one more is within the bound. */
  public boolean admits(long now) {
    if (count == 0 || now - begun > windowNanos) {
      begun = now;
      count = 0;
    }
    return ++count <= most;
  }
}
