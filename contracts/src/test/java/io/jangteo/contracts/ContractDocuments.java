package io.jangteo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the OpenAPI and AsyncAPI documents of a service and asks them what every one must know. */
public final class ContractDocuments {
  private static final YAMLMapper YAML = new YAMLMapper();

  private ContractDocuments() {}

  /** {@code contracts/<service>/<file>}. */
  public static JsonNode read(String service, String file) {
    String path = "/contracts/" + service + "/" + file;
    try (InputStream in = ContractDocuments.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every reference within the document that leads nowhere. */
  public static List<String> danglingReferences(JsonNode document) {
    List<String> dangling = new ArrayList<>();
    for (JsonNode reference : document.findValues("$ref")) {
      String target = reference.asText();
      if (target.startsWith("#") && document.at(target.substring(1)).isMissingNode()) {
        dangling.add(target);
      }
    }
    return dangling;
  }

  /** The operations of an OpenAPI document that have no policy or no name. */
  public static List<String> incompleteOperations(JsonNode openapi) {
    List<String> incomplete = new ArrayList<>();
    openapi
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          JsonNode value = operation.getValue();
                          if (!value.hasNonNull("operationId")
                              || !value.path("x-jangteo").hasNonNull("timeout")
                              || !value.path("responses").has("default")) {
                            incomplete.add(operation.getKey() + " " + path.getKey());
                          }
                        }));
    return incomplete;
  }

  /** The names on the wire that an AsyncAPI document gives its messages. */
  public static Set<String> messageNames(JsonNode asyncapi) {
    Set<String> names = new TreeSet<>();
    asyncapi
        .at("/components/messages")
        .forEach(message -> names.add(message.path("name").asText()));
    return names;
  }
}
