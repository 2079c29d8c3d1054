package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import io.jangteo.runtime.Ids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns a parameter's schema into a rule. The usual keywords are checked directly, because they are
 * on the path of every request; a schema with any other keyword is left to the schema library.
 */
final class ValueRuleCompiler {
  private static final Set<String> ANNOTATIONS =
      Set.of("type", "default", "description", "example", "examples", "title", "format");
  private static final Set<String> STRING = Set.of("minLength", "maxLength", "pattern", "enum");
  private static final Set<String> INTEGER = Set.of("minimum", "maximum");
  private static final int MAX_DIGITS = 18;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(\\.\\d{1,20})?");

  private final SchemaCompiler schemas;

  ValueRuleCompiler(SchemaCompiler schemas) {
    this.schemas = schemas;
  }

  ValueRule compile(JsonNode schema) {
    String type = schema.path("type").asText();
    String format = schema.path("format").asText();
    if (type.equals("string") && hasOnly(schema, STRING) && Set.of("", "uuid").contains(format)) {
      return string(schema, format);
    }
    if (type.equals("integer") && hasOnly(schema, INTEGER)) {
      return integer(schema);
    }
    if (type.equals("boolean") && hasOnly(schema, Set.of())) {
      return ValueRuleCompiler::bool;
    }
    return bySchema(type, schemas.compile(schema));
  }

  private static boolean hasOnly(JsonNode schema, Set<String> keywords) {
    return schema.properties().stream()
        .allMatch(e -> ANNOTATIONS.contains(e.getKey()) || keywords.contains(e.getKey()));
  }

  private static ValueRule string(JsonNode schema, String format) {
    List<ValueRule> rules = new ArrayList<>();
    if (schema.has("minLength") || schema.has("maxLength")) {
      rules.add(
          length(
              schema.path("minLength").asInt(0),
              schema.path("maxLength").asInt(Integer.MAX_VALUE)));
    }
    if (schema.has("pattern")) {
      Pattern pattern = Pattern.compile(schema.get("pattern").asText());
      rules.add(text -> unless(pattern.matcher(text).find(), "does not have the right form"));
    }
    if (schema.has("enum")) {
      Set<String> values = new HashSet<>();
      schema.get("enum").forEach(value -> values.add(value.asText()));
      rules.add(text -> unless(values.contains(text), "is not one of the possible values"));
    }
    if (format.equals("uuid")) {
      rules.add(text -> unless(Ids.parse(text).isPresent(), "is not an id"));
    }
    return all(List.copyOf(rules));
  }

  private static ValueRule all(List<ValueRule> rules) {
    return text -> {
      for (ValueRule rule : rules) {
        Optional<String> problem = rule.problem(text);
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    };
  }

  private static ValueRule length(int least, int most) {
    String problem = "must be " + least + " to " + most + " characters long";
    return text -> {
      int length = text.codePointCount(0, text.length());
      return unless(length >= least && length <= most, problem);
    };
  }

  private static ValueRule integer(JsonNode schema) {
    long least = schema.path("minimum").asLong(Long.MIN_VALUE);
    long most = schema.path("maximum").asLong(Long.MAX_VALUE);
    String problem =
        schema.has("minimum") && schema.has("maximum")
            ? "must be a whole number from " + least + " to " + most
            : "must be a whole number in range";
    return text -> unless(isWhole(text) && within(text, least, most), problem);
  }

  private static boolean within(String text, long least, long most) {
    long value = Long.parseLong(text);
    return value >= least && value <= most;
  }

  /** Digits with an optional minus, and nothing else that Java would read as a number. */
  private static boolean isWhole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    return text.length() > start
        && text.length() - start <= MAX_DIGITS
        && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<String> bool(String text) {
    return unless(text.equals("true") || text.equals("false"), "must be true or false");
  }

  private static ValueRule bySchema(String type, JsonSchema schema) {
    return text -> unless(schema.validate(toNode(type, text)).isEmpty(), "is not a valid value");
  }

  /** The value of the schema's type where the text is one, otherwise the text, which then fails. */
  private static JsonNode toNode(String type, String text) {
    return switch (type) {
      case "integer", "number" ->
          NUMBER.matcher(text).matches()
              ? DecimalNode.valueOf(new BigDecimal(text))
              : TextNode.valueOf(text);
      case "boolean" ->
          bool(text).isEmpty()
              ? BooleanNode.valueOf(Boolean.parseBoolean(text))
              : TextNode.valueOf(text);
      default -> TextNode.valueOf(text);
    };
  }

  private static Optional<String> unless(boolean holds, String problem) {
    return holds ? Optional.empty() : Optional.of(problem);
  }
}
