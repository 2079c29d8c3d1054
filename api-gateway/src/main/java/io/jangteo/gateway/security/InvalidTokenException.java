package io.jangteo.gateway.security;

/** A token that must not be accepted; the message may be shown to who sent it. */
final class InvalidTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidTokenException(String message) {
    super(message, null, false, false);
  }
}
