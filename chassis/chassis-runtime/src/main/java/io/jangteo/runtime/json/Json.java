package io.jangteo.runtime.json;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * The two ways we read JSON. What comes from outside is read {@link #STRICT}ly: no unknown or
 * duplicate field, no coercion between types, no missing primitive, bounded depth and numbers, one
 * document and nothing after it. What another of our processes wrote is read {@link #LENIENT}ly, so
 * that a newer writer may add fields.
 */
public final class Json {
  /** Deeper documents are refused. */
  public static final int MAX_DEPTH = 32;

  private static final int MAX_NUMBER_LENGTH = 40;

  /** For input from outside. */
  public static final ObjectMapper STRICT =
      builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  /** For documents our own processes wrote. */
  public static final ObjectMapper LENIENT =
      builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  private static JsonMapper.Builder builder() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .serializationInclusion(Include.NON_NULL);
  }

  /** Encodes a value of ours; nulls are left out. */
  public static Buffer encode(Object value) {
    try {
      return Buffer.buffer(LENIENT.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass() + " cannot be written as JSON", e);
    }
  }

  /** The same as text, for columns. */
  public static String encodeToString(Object value) {
    try {
      return LENIENT.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass() + " cannot be written as JSON", e);
    }
  }

  /** Reads a document of ours, for columns. */
  public static <T> T decode(String text, Class<T> type) {
    try {
      return LENIENT.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored " + type.getSimpleName() + " is unreadable", e);
    }
  }

  /**
   * Reads a request body strictly: UTF-8 and nothing else, and no text that PostgreSQL could not
   * store unchanged (NUL, half of a surrogate pair). A {@link ServiceFailure} or {@link
   * IllegalArgumentException} thrown by a record's constructor comes out with the path of that
   * record.
   *
   * @throws ServiceFailure {@link FailureCode#INVALID_REQUEST} naming the field at fault
   */
  public static <T> T decodeRequest(Buffer body, Class<T> type) {
    if (body == null || body.length() == 0) {
      throw DecodingFailures.ofDocument("a JSON body is required");
    }
    try {
      String text = RequestText.decode(body.getBytes());
      T value = STRICT.readValue(text, type);
      if (value == null) {
        throw DecodingFailures.ofDocument("must be a JSON object");
      }
      return value;
    } catch (JsonMappingException e) {
      throw DecodingFailures.ofMapping(e);
    } catch (StreamConstraintsException e) {
      throw DecodingFailures.ofDocument("is nested too deeply or holds too long a value");
    } catch (IOException e) {
      throw DecodingFailures.ofDocument("is not well-formed JSON");
    }
  }
}
