package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.UUID;

/**
 * A message as it was delivered.
 *
 * @param type the name of its {@link MessageType}
 * @param source the service that published it
 */
public record InboundMessage(
    UUID id,
    String type,
    String source,
    String aggregateType,
    UUID aggregateId,
    long aggregateVersion,
    UUID correlationId,
    Buffer payload) {

  public boolean is(MessageType<?> other) {
    return type.equals(other.name());
  }

  /**
   * The payload; fields we do not know are ignored.
   *
   * @throws UndecodableMessageException when the body is not such a document
   */
  public <T> T as(MessageType<T> expected) {
    try {
      T value = Json.LENIENT.readValue(payload.getBytes(), expected.payload());
      if (value == null) {
        throw new UndecodableMessageException(type + " " + id + " is JSON null", null);
      }
      return value;
    } catch (IOException e) {
      throw new UndecodableMessageException(type + " " + id + " cannot be read", e);
    }
  }
}
