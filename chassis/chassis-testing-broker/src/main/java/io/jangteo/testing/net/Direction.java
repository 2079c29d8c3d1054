package io.jangteo.testing.net;

/** A way through a {@link ChaosProxy}. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT
}
