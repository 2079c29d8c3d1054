package io.jangteo.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A service's OpenAPI 3.1 document with {@code x-jangteo} policy, as it is published in discovery.
 *
 * @param document the whole document
 */
public record Contract(ObjectNode document) {

  /**
   * Reads {@code contracts/<service>/openapi.yaml} from the class path, and with it what several
   * services offer alike: the documents beside that folder that it names under {@code
   * x-jangteo.shared}.
   *
   * @throws IllegalStateException when one of them is missing or unreadable, or has a path that is
   *     there already
   */
  public static Contract load(String service) {
    ObjectNode document = read("contracts/" + service + "/openapi.yaml", service);
    for (JsonNode shared : document.path("x-jangteo").path("shared")) {
      add(read("contracts/" + shared.asText() + ".yaml", service), document);
    }
    return new Contract(document);
  }

  private static ObjectNode read(String path, String service) {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (ObjectNode) new YAMLMapper().readTree(text.replace("$service", service));
    } catch (IOException e) {
      throw new IllegalStateException(path + " is unreadable", e);
    }
  }

  private static void add(ObjectNode shared, ObjectNode document) {
    ObjectNode paths = (ObjectNode) document.get("paths");
    for (Map.Entry<String, JsonNode> path : shared.path("paths").properties()) {
      if (paths.has(path.getKey())) {
        throw new IllegalStateException(path.getKey() + " is in the contract twice");
      }
      paths.set(path.getKey(), path.getValue());
    }
    ObjectNode components = document.withObjectProperty("components");
    for (Map.Entry<String, JsonNode> section : shared.path("components").properties()) {
      ObjectNode target = components.withObjectProperty(section.getKey());
      // What a service says itself, of a problem for example, is as good.
      section
          .getValue()
          .properties()
          .forEach(part -> target.putIfAbsent(part.getKey(), part.getValue()));
    }
  }

  /** What matters how much, by {@code operationId}. */
  public Map<String, Priority> priorities() {
    Map<String, Priority> priorities = new HashMap<>();
    for (JsonNode path : document.path("paths")) {
      for (Map.Entry<String, JsonNode> method : path.properties()) {
        JsonNode id = method.getValue().path("operationId");
        if (id.isTextual()) {
          priorities.put(
              id.textValue(),
              Priority.of(method.getValue().path("x-jangteo"), "get".equals(method.getKey())));
        }
      }
    }
    return priorities;
  }

  /** Every {@code operationId}: the actions the service must answer to. */
  public Set<String> operationIds() {
    Set<String> ids = new TreeSet<>();
    for (JsonNode path : document.path("paths")) {
      for (JsonNode operation : path) {
        if (operation.hasNonNull("operationId")) {
          ids.add(operation.get("operationId").textValue());
        }
      }
    }
    return ids;
  }
}
