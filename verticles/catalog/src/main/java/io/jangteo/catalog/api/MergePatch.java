package io.jangteo.catalog.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The algorithm of RFC 7396: what is named is replaced, what is null is removed. */
final class MergePatch {
  private MergePatch() {}

  /** Applies {@code patch} to a copy of {@code target}. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    patch
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNull()) {
                result.remove(entry.getKey());
              } else {
                result.set(entry.getKey(), merged(result.get(entry.getKey()), entry.getValue()));
              }
            });
    return result;
  }

  private static JsonNode merged(JsonNode present, JsonNode patch) {
    if (patch instanceof ObjectNode change) {
      return apply(present instanceof ObjectNode old ? old : change.objectNode(), change);
    }
    return patch;
  }
}
