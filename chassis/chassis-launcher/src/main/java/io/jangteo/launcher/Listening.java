package io.jangteo.launcher;

/** A verticle that serves HTTP of its own, beside the management port. */
public interface Listening {
  /** The port really taken, once deployed. */
  int port();
}
