package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Reads JSON that any two parsers understand alike: UTF-8 only, one document, no key twice, bounded
 * depth and numbers, and no text that cannot be stored.
 */
final class StrictJson {
  private StrictJson() {}

  /**
   * The document.
   *
   * @throws ServiceFailure {@code INVALID_REQUEST} naming the field where one can be named
   */
  static JsonNode parse(Buffer body) {
    String text = decode(body.getBytes());
    try {
      JsonNode document = Json.STRICT.readTree(text);
      if (text.contains("\\u")) {
        checkText(document, "");
      }
      return document;
    } catch (StreamConstraintsException e) {
      throw refused("/", "is nested too deeply or holds a number that is too long");
    } catch (JsonProcessingException e) {
      throw refused("/", "is not well-formed JSON");
    }
  }

  /** The parser of bytes would accept other encodings and overlong forms. */
  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused("/", "is not UTF-8");
    }
  }

  /** Only an escape can bring a NUL or half a surrogate pair, so only then is this called. */
  private static void checkText(JsonNode node, String pointer) {
    if (node.isTextual()) {
      checkText(node.textValue(), pointer);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        checkText(node.get(i), pointer + "/" + i);
      }
    } else {
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        checkText(field.getKey(), pointer.isEmpty() ? "/" : pointer);
        checkText(field.getValue(), pointer + "/" + field.getKey());
      }
    }
  }

  private static void checkText(String text, String pointer) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !paired)) {
        throw refused(pointer.isEmpty() ? "/" : pointer, "holds a character that cannot be stored");
      }
      i += paired ? 1 : 0;
    }
  }

  private static ServiceFailure refused(String field, String detail) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, field, detail);
  }
}
