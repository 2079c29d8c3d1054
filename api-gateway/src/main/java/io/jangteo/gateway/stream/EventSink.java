package io.jangteo.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;

/** Where the events of one stream go. */
interface EventSink {
  /**
   * Begins.
   *
   * @param onClosed called when nothing more will be written; perhaps twice
   */
  Future<Void> open(Runnable onClosed);

  /** Writes a list of events; done when the client has taken them. */
  Future<Void> write(JsonNode items);

  /**
   * There was nothing to write for a while: shows that the stream lives, and whether the client.
   */
  Future<Void> beat();

  /** Writes nothing more. */
  void end(StreamEnd why);

  /** What events have taken so far. */
  long bytes();
}
