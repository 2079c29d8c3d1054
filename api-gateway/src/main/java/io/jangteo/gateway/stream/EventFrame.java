package io.jangteo.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;

/** The text form of server-sent events (HTML standard, section 9.2). */
final class EventFrame {
  /** A comment: tells the client, and whatever is between, that the connection lives. */
  static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  /** How long a client waits before it connects again, in milliseconds. */
  static final Buffer RETRY = Buffer.buffer("retry: 1000\n\n");

  private EventFrame() {}

  /** Where to continue after {@code item}; empty when it does not say. */
  static String cursor(JsonNode item) {
    return oneLine(item.hasNonNull("version") ? item.get("version") : item.path("id"));
  }

  static void append(Buffer frames, JsonNode item) {
    frames
        .appendString("id: ")
        .appendString(cursor(item))
        .appendString("\nevent: ")
        .appendString(oneLine(item.path("type")))
        .appendString("\ndata: ")
        .appendBuffer(Json.encode(item))
        .appendString("\n\n");
  }

  private static String oneLine(JsonNode value) {
    return value.asText().replaceAll("[\\r\\n\\u0000]", "");
  }
}
