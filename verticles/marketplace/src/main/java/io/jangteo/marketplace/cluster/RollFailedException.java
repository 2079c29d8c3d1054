package io.jangteo.marketplace.cluster;

import java.io.IOException;

/** A new process did not come up, and the one it was to replace goes on. */
public final class RollFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  RollFailedException(Instance instance, Throwable cause) {
    super(
        instance.name() + " was not replaced, what ran before goes on: " + cause.getMessage(),
        cause);
  }
}
