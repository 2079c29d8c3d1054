package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** Follows and rewrites {@code $ref} inside one self-contained document. */
public final class References {
  private static final String LOCAL = "#/";
  private static final int MAX_CHAIN = 16;

  private References() {}

  /**
   * {@code node} itself, or what it refers to.
   *
   * @throws IllegalArgumentException when the reference leaves the document or leads nowhere
   */
  public static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode target = node;
    for (int i = 0; i < MAX_CHAIN && target.has("$ref"); i++) {
      target = document.at(pointer(target.get("$ref").asText()));
    }
    if (target.isMissingNode() || target.has("$ref")) {
      throw new IllegalArgumentException("unresolvable reference " + node.path("$ref").asText());
    }
    return target;
  }

  /** The JSON pointer of a local reference. */
  static String pointer(String reference) {
    if (!reference.startsWith(LOCAL)) {
      throw new IllegalArgumentException("reference " + reference + " leaves the document");
    }
    return reference.substring(1);
  }

  /** A deep copy in which every reference, and every discriminator target, is renamed. */
  public static JsonNode rewrite(JsonNode node, UnaryOperator<String> rename) {
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(
              entry ->
                  copy.set(
                      entry.getKey(), rewriteMember(entry.getKey(), entry.getValue(), rename)));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(item -> copy.add(rewrite(item, rename)));
      return copy;
    }
    return node;
  }

  private static JsonNode rewriteMember(String key, JsonNode value, UnaryOperator<String> rename) {
    if (key.equals("$ref") && value.isTextual()) {
      return JsonNodeFactory.instance.textNode(rename.apply(value.textValue()));
    }
    if (key.equals("mapping") && value.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      value
          .properties()
          .forEach(
              entry -> copy.set(entry.getKey(), rewriteMember("$ref", entry.getValue(), rename)));
      return copy;
    }
    return rewrite(value, rename);
  }
}
