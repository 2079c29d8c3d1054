package io.jangteo.events;

import java.time.Duration;

/** A handler had not ended when its time was over. */
final class HungHandlerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HungHandlerException(Duration longest) {
    super("the handler has not ended within " + longest.toMillis() + " ms");
  }
}
