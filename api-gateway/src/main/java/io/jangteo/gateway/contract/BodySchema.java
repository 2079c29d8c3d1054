package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.jangteo.runtime.failure.FieldError;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The schema of a request body. */
public final class BodySchema {
  private static final int MAX_ERRORS = 20;
  private static final int MAX_FIELD_LENGTH = 128;

  private final JsonSchema schema;

  BodySchema(JsonSchema schema) {
    this.schema = schema;
  }

  /** Every violation with a JSON pointer to it, at most 20; empty when the body is valid. */
  public List<FieldError> check(JsonNode body) {
    Set<ValidationMessage> violations = schema.validate(body);
    return violations.isEmpty()
        ? List.of()
        : violations.stream()
            .map(BodySchema::describe)
            .distinct()
            .limit(MAX_ERRORS)
            .collect(Collectors.toUnmodifiableList());
  }

  private static FieldError describe(ValidationMessage violation) {
    String pointer = violation.getInstanceLocation().toString();
    return switch (violation.getType()) {
      case "required" -> new FieldError(field(pointer, violation.getProperty()), "is required");
      case "additionalProperties", "unevaluatedProperties" ->
          new FieldError(field(pointer, violation.getProperty()), "is not a known field");
      default -> new FieldError(field(pointer, null), detail(violation));
    };
  }

  /** Property names come from the client: bounded, and without characters that harm a log. */
  private static String field(String pointer, String property) {
    String path =
        property == null ? pointer : pointer + "/" + property.replace("~", "~0").replace("/", "~1");
    String clean = path.replaceAll("\\p{Cntrl}", "?");
    if (clean.isEmpty()) {
      return "/";
    }
    return clean.length() > MAX_FIELD_LENGTH ? clean.substring(0, MAX_FIELD_LENGTH) : clean;
  }

  private static String detail(ValidationMessage violation) {
    return switch (violation.getType()) {
      case "enum", "const" -> "is not one of the possible values";
      case "pattern" -> "does not have the right form";
      case "uniqueItems" -> "must not hold the same item twice";
      case "oneOf", "anyOf", "not" -> "matches none of the allowed forms";
      default -> violation.getError();
    };
  }
}
