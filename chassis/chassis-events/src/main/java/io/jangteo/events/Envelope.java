package io.jangteo.events;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BasicProperties;
import io.jangteo.runtime.Ids;
import io.vertx.core.buffer.Buffer;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Messages on the wire: CloudEvents 1.0 in binary mode, attributes as headers with the prefix of
 * the AMQP binding, the JSON payload as body.
 */
final class Envelope {
  private static final String PREFIX = "cloudEvents_";
  private static final String SPEC_VERSION = PREFIX + "specversion";
  private static final String SOURCE = PREFIX + "source";
  private static final String AGGREGATE_TYPE = PREFIX + "aggregatetype";
  private static final String AGGREGATE_ID = PREFIX + "aggregateid";
  private static final String AGGREGATE_VERSION = PREFIX + "aggregateversion";
  private static final String CORRELATION_ID = PREFIX + "correlationid";
  private static final String CONTENT_TYPE = "application/json";
  private static final int PERSISTENT = 2;

  private Envelope() {}

  static AMQP.BasicProperties encode(OutboxRow row, String service) {
    String id = row.eventId().toString();
    String correlationId = row.correlationId().toString();
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(SPEC_VERSION, "1.0");
    headers.put(PREFIX + "id", id);
    headers.put(SOURCE, "/" + service);
    headers.put(PREFIX + "type", row.type());
    headers.put(PREFIX + "time", DateTimeFormatter.ISO_INSTANT.format(row.createdAt().toInstant()));
    headers.put(PREFIX + "dataschema", schemaOf(row.type()));
    headers.put(CORRELATION_ID, correlationId);
    headers.put(AGGREGATE_TYPE, row.aggregateType());
    headers.put(AGGREGATE_ID, row.aggregateId().toString());
    headers.put(AGGREGATE_VERSION, row.aggregateVersion());
    return new AMQP.BasicProperties.Builder()
        .messageId(id)
        .correlationId(correlationId)
        .appId(service)
        .type(row.type())
        .contentType(CONTENT_TYPE)
        .deliveryMode(PERSISTENT)
        .headers(headers)
        .build();
  }

  /** Commands and events of a type are described by the document of that name. */
  private static String schemaOf(String type) {
    return "urn:jangteo:schema:" + type;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param types names of the types the consumer knows
   */
  static Letter decode(Delivery delivery, Set<String> types) {
    BasicProperties properties = delivery.properties();
    Optional<UUID> given = Ids.parse(properties.getMessageId());
    UUID id = given.orElseGet(() -> UUID.nameUUIDFromBytes(delivery.body()));
    String type = properties.getType() == null ? "" : properties.getType();
    String source = properties.getAppId() == null ? "" : properties.getAppId();
    Buffer payload = Buffer.buffer(delivery.body());
    try {
      require(given.isPresent(), "no message id");
      require(types.contains(type), "unknown type");
      require("1.0".equals(text(properties, SPEC_VERSION)), "unknown specversion");
      require(CONTENT_TYPE.equals(properties.getContentType()), "not " + CONTENT_TYPE);
      InboundMessage message =
          new InboundMessage(
              id,
              type,
              source,
              text(properties, AGGREGATE_TYPE),
              uuid(properties, AGGREGATE_ID),
              number(properties, AGGREGATE_VERSION),
              uuid(properties, CORRELATION_ID),
              payload);
      return new Letter.Readable(message);
    } catch (IllegalArgumentException e) {
      return new Letter.Unreadable(
          id, type, source, payload, e.getMessage(), StoredEnvelope.write(properties));
    }
  }

  private static String text(BasicProperties properties, String header) {
    Object value = properties.getHeaders() == null ? null : properties.getHeaders().get(header);
    require(value != null, "no header " + header);
    return value.toString();
  }

  private static UUID uuid(BasicProperties properties, String header) {
    return Ids.parse(text(properties, header))
        .orElseThrow(() -> new IllegalArgumentException(header + " is not an id"));
  }

  private static long number(BasicProperties properties, String header) {
    return Long.parseLong(text(properties, header));
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
