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
   * @param envelope to be opened again by a version that knows more, see {@link StoredEnvelope}
   */
  record Unreadable(
      UUID id, String type, String source, Buffer payload, String complaint, String envelope)
      implements Letter {}
}
