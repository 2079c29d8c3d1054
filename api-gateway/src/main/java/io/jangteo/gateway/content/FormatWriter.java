package io.jangteo.gateway.content;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Makes other formats of JSON. */
public final class FormatWriter {
  private static final CBORFactory CBOR = new CBORFactory();

  private FormatWriter() {}

  /**
   * The same in another format.
   *
   * @param problem whether it is a problem document
   * @throws UncheckedIOException when it is no JSON
   */
  public static Buffer convert(Buffer json, Format format, boolean problem) {
    return switch (format) {
      case JSON -> json;
      case CBOR -> cbor(json);
      case XML -> {
        String text = XmlText.of(JsonBytes.read(json), problem);
        yield Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** Token by token; no tree is made. */
  private static Buffer cbor(Buffer json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length());
    try (JsonParser parser = Json.LENIENT.createParser(json.getBytes());
        JsonGenerator generator = CBOR.createGenerator(bytes)) {
      parser.nextToken();
      generator.copyCurrentStructure(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
