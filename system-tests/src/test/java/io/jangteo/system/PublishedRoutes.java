package io.jangteo.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the gateway's own OpenAPI document says of every path that it answers. */
final class PublishedRoutes {
  private static final Set<String> VERBS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final JsonNode document;

  PublishedRoutes(JsonNode document) {
    this.document = document;
  }

  /**
   * One operation.
   *
   * @param needsCaller whether nobody in particular may call it
   * @param roles of which the caller must have one; empty for any caller
   * @param takesBody whether it declares a body
   */
  record Rule(boolean needsCaller, Set<String> roles, boolean takesBody) {
    boolean allows(String role) {
      return roles.isEmpty() || roles.contains(role);
    }
  }

  /** Every path with what it answers, by verb in upper case. */
  record Path(String template, TreeMap<String, Rule> rules, List<String> idsInQuery) {
    /** The verbs of an {@code Allow} field. */
    Set<String> allowed() {
      Set<String> allowed = new HashSet<>(rules.keySet());
      allowed.add("OPTIONS");
      if (rules.containsKey("GET")) {
        allowed.add("HEAD");
      }
      return allowed;
    }

    Optional<Rule> rule(String verb) {
      return Optional.ofNullable(rules.get(verb.equals("HEAD") ? "GET" : verb));
    }

    boolean names(String parameter) {
      return template.contains("{" + parameter + "}");
    }

    @Override
    public String toString() {
      return template;
    }
  }

  Stream<Path> paths() {
    return document.path("paths").properties().stream()
        .map(entry -> path(entry.getKey(), entry.getValue()));
  }

  private Path path(String template, JsonNode item) {
    TreeMap<String, Rule> rules = new TreeMap<>();
    List<String> idsInQuery = new ArrayList<>();
    for (var entry : item.properties()) {
      if (VERBS.contains(entry.getKey())) {
        rules.put(entry.getKey().toUpperCase(Locale.ROOT), rule(entry.getValue()));
        stream(entry.getValue().path("parameters"))
            .map(this::resolved)
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .filter(parameter -> isId(resolved(parameter.path("schema"))))
            .forEach(parameter -> idsInQuery.add(parameter.path("name").asText()));
      }
    }
    return new Path(template, rules, idsInQuery);
  }

  private static Rule rule(JsonNode operation) {
    Set<String> roles = new HashSet<>();
    operation.path("x-jangteo").path("roles").forEach(role -> roles.add(role.asText()));
    JsonNode security = operation.path("security");
    boolean needsCaller =
        !security.isEmpty() && stream(security).noneMatch(alternative -> alternative.isEmpty());
    return new Rule(needsCaller, roles, operation.has("requestBody"));
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
  }

  private static boolean isId(JsonNode schema) {
    return schema.path("format").asText().equals("uuid")
        || schema.path("pattern").asText().startsWith("^[0-9a-f]{8}-");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
