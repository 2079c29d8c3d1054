package io.jangteo.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;

/** The text forms of events: server-sent ones (HTML standard, section 9.2), and messages. */
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

  /** The same as one JSON object, for a WebSocket. */
  static Buffer message(JsonNode item) {
    ObjectNode message = Json.LENIENT.createObjectNode();
    message.put("id", cursor(item)).put("type", oneLine(item.path("type"))).set("data", item);
    return Json.encode(message);
  }

  private static String oneLine(JsonNode value) {
    return value.asText().replaceAll("[\\r\\n\\u0000]", "");
  }
}
