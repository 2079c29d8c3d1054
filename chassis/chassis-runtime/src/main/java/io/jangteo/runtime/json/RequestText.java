package io.jangteo.runtime.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** From the bytes of a request to text that every later reader and store takes unchanged. */
final class RequestText {
  private RequestText() {}

  /**
   * Decodes UTF-8 by the book; Jackson's own decoder lets overlong forms and other encodings pass.
   *
   * @throws IOException when the bytes are not UTF-8 or the text is not JSON
   */
  static String decode(byte[] bytes) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    // Raw control characters are refused by the parser, so only an escape can hide what we look
    // for.
    if (text.contains("\\u")) {
      rejectUnstorable(text);
    }
    return text;
  }

  private static void rejectUnstorable(String text) throws IOException {
    try (JsonParser parser = Json.STRICT.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean isText = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
        if (isText && isUnstorable(parser.getText())) {
          throw DecodingFailures.ofField(
              parser.getParsingContext().pathAsPointer().toString(),
              "must not hold NUL or half of a surrogate pair");
        }
      }
    }
  }

  private static boolean isUnstorable(String value) {
    return value
        .codePoints()
        .anyMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
