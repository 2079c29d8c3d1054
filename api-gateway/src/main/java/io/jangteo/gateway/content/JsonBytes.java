package io.jangteo.gateway.content;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers of services as trees and back, without a change to any number. */
public final class JsonBytes {
  private static final ObjectReader READER =
      Json.LENIENT
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  private static final ObjectWriter WRITER = Json.LENIENT.writer();

  private JsonBytes() {}

  /**
   * Parses.
   *
   * @throws UncheckedIOException when it is no JSON
   */
  public static JsonNode read(Buffer body) {
    try {
      return READER.readTree(body.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes. */
  public static Buffer write(JsonNode tree) {
    try {
      return Buffer.buffer(WRITER.writeValueAsBytes(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether it is JSON, also a dialect of it such as {@code application/problem+json}.
   *
   * @param contentType null for none
   */
  public static boolean isJson(String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    return type.equals("application/json") || type.endsWith("+json");
  }
}
