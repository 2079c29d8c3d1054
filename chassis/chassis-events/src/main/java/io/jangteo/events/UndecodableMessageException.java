package io.jangteo.events;

/** Retrying cannot help: the message is parked at once. */
public final class UndecodableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UndecodableMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
