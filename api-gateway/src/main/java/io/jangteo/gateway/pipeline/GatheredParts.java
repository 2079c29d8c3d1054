package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of the parts of one answer: those that are there, and for the others why they are not.
 * A part that is a list has one entry for each value, and names the value of one that is missing.
 */
final class GatheredParts {
  private static final int TOO_MANY = 413;

  private final Map<String, JsonNode> found = new TreeMap<>();
  private final Map<String, ObjectNode> missing = new TreeMap<>();

  void found(String part, JsonNode content) {
    found.put(part, content);
  }

  /**
   * A list, in the order of its values.
   *
   * @param contents by value; null for one that is missing
   */
  void found(String part, Iterable<JsonNode> contents) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (JsonNode content : contents) {
      if (content != null) {
        list.add(content);
      }
    }
    found.put(part, list);
  }

  void missing(String part, Throwable error) {
    ServiceFailure failure =
        error instanceof ServiceFailure known ? known : ServiceFailure.internal(error);
    ObjectNode entry =
        entry(part, failure.code().status(), failure.code().title())
            .put("detail", failure.detail());
    failure
        .retryAfter()
        .ifPresent(wait -> entry.put("retryAfterSeconds", Math.max(1, wait.toSeconds())));
  }

  void missing(String part, String value, Throwable error) {
    missing(part + "/" + value, error);
  }

  /** Says that a list is not all there is. */
  void cut(String part, int most) {
    entry(part, TOO_MANY, "Only the first " + most + " are included");
  }

  private ObjectNode entry(String part, int status, String title) {
    ObjectNode entry = missing.computeIfAbsent(part, key -> JsonNodeFactory.instance.objectNode());
    return entry.put("status", status).put("title", title);
  }

  /** Adds them to the answer. */
  void addTo(ObjectNode answer, List<String> order) {
    ObjectNode included = answer.putObject("included");
    for (String part : order) {
      if (found.containsKey(part)) {
        included.set(part, found.get(part));
      }
    }
    if (!missing.isEmpty()) {
      answer.putObject("missing").setAll(missing);
    }
  }
}
