package io.jangteo.events;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** A delivery after its envelope was opened. */
sealed interface Letter {
  /** One a handler can be given. */
  record Readable(InboundMessage message) implements Letter {}

  /**
   * One that no retry will make sense of.
   *
   * @param id where even that is missing, one made from the body
   */
  record Unreadable(UUID id, String type, String source, Buffer payload, String complaint)
      implements Letter {}
}
