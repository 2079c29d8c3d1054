package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.content.Places;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What clients may have added to an operation's answers with {@code ?include=}: its {@code
 * x-jangteo.include} object. Each part is the answer of another operation, whose path parameters
 * come from this request or from this answer. Whether that operation exists is found out later,
 * whenever services come and go.
 *
 * @param parts by the name that clients use, in the contract's order; empty for none
 */
public record IncludePolicy(Map<String, Declared> parts) {
  /** Nothing can be included. */
  public static final IncludePolicy NONE = new IncludePolicy(Map.of());

  /** The query parameter. */
  public static final String PARAMETER = "include";

  private static final String KEY = "x-jangteo." + PARAMETER;
  private static final Set<String> KEYS = Set.of("operation", "parameters", "most");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,31}");
  private static final Pattern OPERATION = Pattern.compile("[a-z][a-z0-9-]*\\.[A-Za-z0-9_]+");
  private static final String PATH = "path.";
  private static final int MAX_PARTS = 8;
  private static final int MOST = 20;
  private static final int MOST_MAX = 100;

  /**
   * One part.
   *
   * @param operation service and {@code operationId}
   * @param sources of that operation's path parameters, by their names
   * @param most how many are read, where a source leads to many places
   */
  public record Declared(String operation, Map<String, Source> sources, int most) {
    /** Whether there is one answer for each of several values. */
    public boolean isMany() {
      return sources.values().stream()
          .anyMatch(source -> source.answer().filter(Places::isMany).isPresent());
    }
  }

  /**
   * Where a value comes from.
   *
   * @param place of the path parameter of the request, unless it comes from the answer
   */
  public record Source(int place, Optional<Places> answer) {}

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Names in the order of the request, each once.
   *
   * @param asked value of the parameter; null for none
   */
  public static Set<String> names(String asked) {
    return asked == null || asked.isEmpty()
        ? Set.of()
        : new LinkedHashSet<>(List.of(asked.split(",", -1)));
  }

  /** What the parameter must be like. */
  ParameterRule rule() {
    String known = String.join(", ", parts.keySet());
    return new ParameterRule(
        PARAMETER,
        "query." + PARAMETER,
        false,
        text ->
            parts.keySet().containsAll(names(text))
                ? Optional.empty()
                : Optional.of("must be a list, with commas, of " + known));
  }

  /**
   * Reads the object out of an operation's {@code x-jangteo}.
   *
   * @param path names of the operation's path parameters
   * @param query names of its declared query parameters
   * @throws IllegalArgumentException naming the key that cannot be
   */
  static IncludePolicy read(
      JsonNode extension, boolean reads, List<String> path, Collection<String> query) {
    JsonNode include = extension.path(PARAMETER);
    if (include.isMissingNode()) {
      return NONE;
    }
    require(include.isObject(), "", "is no object");
    require(reads, "", "is for operations that read");
    require(!extension.has("stream"), "", "and x-jangteo.stream exclude each other");
    require(!query.contains(PARAMETER), "", "and a parameter of that name exclude each other");
    require(
        include.size() > 0 && include.size() <= MAX_PARTS,
        "",
        "names 1 to " + MAX_PARTS + " parts");
    Map<String, Declared> parts = new LinkedHashMap<>();
    include
        .properties()
        .forEach(part -> parts.put(part.getKey(), part(part.getKey(), part.getValue(), path)));
    return new IncludePolicy(Collections.unmodifiableMap(parts));
  }

  private static Declared part(String name, JsonNode node, List<String> path) {
    String key = "." + name;
    require(NAME.matcher(name).matches(), key, "is no name of letters and digits");
    require(node.isObject(), key, "is no object");
    node.fieldNames()
        .forEachRemaining(
            member -> require(KEYS.contains(member), key + "." + member, "is not known"));
    String operation = node.path("operation").asText();
    require(
        OPERATION.matcher(operation).matches(),
        key + ".operation",
        "'" + operation + "' is no service.operation");
    Map<String, Source> sources = sources(key + ".parameters", node.path("parameters"), path);
    JsonNode most = node.path("most");
    require(
        most.isMissingNode() || most.isInt() && most.intValue() >= 1 && most.intValue() <= MOST_MAX,
        key + ".most",
        "must be 1 to " + MOST_MAX);
    return new Declared(operation, sources, most.asInt(MOST));
  }

  private static Map<String, Source> sources(String key, JsonNode node, List<String> path) {
    require(node.isObject() && node.size() > 0, key, "is no object of parameters");
    Map<String, Source> sources = new TreeMap<>();
    node.properties()
        .forEach(
            entry -> {
              String at = key + "." + entry.getKey();
              sources.put(entry.getKey(), source(at, entry.getValue().asText(), path));
            });
    long many = sources.values().stream().filter(source -> source.answer().isPresent()).count();
    require(many <= 1, key, "may take one parameter from the answer");
    return Collections.unmodifiableMap(sources);
  }

  private static Source source(String key, String text, List<String> path) {
    if (text.startsWith("/")) {
      return new Source(-1, Optional.of(Places.compile(text)));
    }
    require(text.startsWith(PATH), key, "'" + text + "' is neither path.name nor a JSON pointer");
    int place = path.indexOf(text.substring(PATH.length()));
    require(place >= 0, key, text + " is no path parameter of the operation");
    return new Source(place, Optional.empty());
  }

  private static void require(boolean holds, String key, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(KEY + key + " " + otherwise);
    }
  }
}
