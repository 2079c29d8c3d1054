package io.jangteo.runtime.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.List;

/** Says what is wrong with a request body, and where, without repeating what was sent. */
final class DecodingFailures {
  private static final int NAME_LENGTH_MAX = 64;

  private DecodingFailures() {}

  static ServiceFailure ofDocument(String detail) {
    return ofField("/", detail);
  }

  static ServiceFailure ofField(String pointer, String detail) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, printable(pointer), detail);
  }

  static ServiceFailure ofMapping(JsonMappingException error) {
    String path = pointer(error);
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServiceFailure failure) {
        return relativeTo(path, failure);
      }
    }
    return ofField(path.isEmpty() ? "/" : path, describe(error));
  }

  /** A record names its own fields; where the record stands in the document is known only here. */
  private static ServiceFailure relativeTo(String path, ServiceFailure failure) {
    if (path.isEmpty() || failure.errors().isEmpty()) {
      return failure;
    }
    List<FieldError> errors =
        failure.errors().stream()
            .map(
                e ->
                    e.field().startsWith("/")
                        ? new FieldError(join(path, e.field()), e.detail())
                        : e)
            .toList();
    return ServiceFailure.ofFields(failure.code(), errors);
  }

  private static String join(String path, String field) {
    return field.equals("/") ? path : path + field;
  }

  private static String pointer(JsonMappingException error) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference reference : error.getPath()) {
      String name = reference.getFieldName();
      pointer.append('/').append(name == null ? reference.getIndex() : escape(name));
    }
    return pointer.toString();
  }

  private static String escape(String name) {
    String escaped = printable(name).replace("~", "~0").replace("/", "~1");
    return escaped.length() > NAME_LENGTH_MAX ? escaped.substring(0, NAME_LENGTH_MAX) : escaped;
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  private static String describe(JsonMappingException error) {
    if (error instanceof UnrecognizedPropertyException) {
      return "is not a known field";
    }
    return error.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null
        ? cause.getMessage()
        : "is missing or has the wrong type or value";
  }
}
