package io.jangteo.gateway.docs;

import io.jangteo.gateway.content.EntityTags;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * A document of the gateway's own, kept in memory.
 *
 * @param etag strong validator, with its quotes
 */
public record Page(String contentType, Buffer body, String etag) {
  public static Page of(String contentType, Buffer body) {
    return new Page(contentType, body, EntityTags.of(body));
  }

  static Page ofText(String contentType, String body) {
    return of(contentType, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
  }
}
