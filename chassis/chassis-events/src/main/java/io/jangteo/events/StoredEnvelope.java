package io.jangteo.events;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BasicProperties;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was written on a message that could not be read, kept as text beside its body. */
record StoredEnvelope(
    String messageId, String type, String appId, String contentType, Map<String, String> headers) {

  static String write(BasicProperties properties) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (properties.getHeaders() != null) {
      properties.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
    }
    return Json.encodeToString(
        new StoredEnvelope(
            properties.getMessageId(),
            properties.getType(),
            properties.getAppId(),
            properties.getContentType(),
            headers));
  }

  /** The delivery as it was, but for its tag. */
  static Delivery read(String text, Buffer payload) {
    StoredEnvelope stored = Json.decode(text, StoredEnvelope.class);
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId(stored.messageId)
            .type(stored.type)
            .appId(stored.appId)
            .contentType(stored.contentType)
            .headers(new LinkedHashMap<>(stored.headers))
            .build();
    return new Delivery(0, properties, payload.getBytes());
  }
}
