package io.jangteo.gateway.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.limit.Limit;
import java.util.Optional;
import java.util.Set;

/**
 * The limits of one operation: {@code x-jangteo.limits}. Each is a rate such as {@code 5/m}, or an
 * object of {@code rate} and {@code burst}.
 *
 * @param address per client address
 * @param subject per account that calls
 * @param operation all callers together
 * @param field per value of a field of the body
 */
public record LimitPolicy(
    Optional<Limit> address,
    Optional<Limit> subject,
    Optional<Limit> operation,
    Optional<FieldLimit> field) {

  /** Nothing beside what holds for every operation. */
  public static final LimitPolicy NONE =
      new LimitPolicy(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final String KEY = "x-jangteo.limits";
  private static final Set<String> SCOPES = Set.of("address", "subject", "operation", "field");
  private static final Set<String> PARTS = Set.of("rate", "burst");
  private static final Set<String> FIELD_PARTS = Set.of("rate", "burst", "pointer");

  /**
   * A limit for each value of a field.
   *
   * @param pointer to it, from the root of the body
   */
  public record FieldLimit(JsonPointer pointer, Limit limit) {}

  /**
   * Reads what may be missing.
   *
   * @param operation its full name
   * @param authenticated whether callers may be known
   * @throws IllegalArgumentException naming the key that cannot be understood
   */
  static LimitPolicy read(JsonNode limits, String operation, boolean authenticated) {
    if (limits.isMissingNode()) {
      return NONE;
    }
    requireKnown(limits, KEY, SCOPES);
    if (limits.has("subject") && !authenticated) {
      throw new IllegalArgumentException(KEY + ".subject: without auth no caller is known");
    }
    return new LimitPolicy(
        limit(limits, "address", operation, PARTS),
        limit(limits, "subject", operation, PARTS),
        limit(limits, "operation", operation, PARTS),
        limit(limits, "field", operation, FIELD_PARTS)
            .map(limit -> new FieldLimit(pointer(limits.get("field")), limit)));
  }

  private static Optional<Limit> limit(
      JsonNode limits, String scope, String operation, Set<String> parts) {
    JsonNode node = limits.path(scope);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    String key = KEY + "." + scope;
    JsonNode rate = node.isTextual() ? node : node.path("rate");
    if (!node.isTextual()) {
      requireKnown(node, key, parts);
    }
    int burst = node.has("burst") ? burst(node.get("burst"), key) : 0;
    try {
      return Optional.of(Limit.of(operation + "." + scope, rate.asText(), burst));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static int burst(JsonNode node, String key) {
    if (!node.canConvertToInt() || node.intValue() < 1) {
      throw new IllegalArgumentException(key + ".burst: " + node + " is no number from 1 on");
    }
    return node.intValue();
  }

  private static JsonPointer pointer(JsonNode node) {
    String text = node.path("pointer").asText();
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(KEY + ".field.pointer: '" + text + "' leads to no field");
    }
    return JsonPointer.compile(text);
  }

  private static void requireKnown(JsonNode node, String key, Set<String> known) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(key + " is no object");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new IllegalArgumentException(key + "." + name + " is not known");
              }
            });
  }
}
