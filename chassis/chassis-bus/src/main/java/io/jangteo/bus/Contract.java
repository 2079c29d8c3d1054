package io.jangteo.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/**
 * A service's OpenAPI 3.1 document with {@code x-jangteo} policy, as it is published in discovery.
 *
 * @param document the whole document
 */
public record Contract(ObjectNode document) {

  /**
   * Reads {@code contracts/<service>/openapi.yaml} from the class path.
   *
   * @throws IllegalStateException when it is missing or unreadable
   */
  public static Contract load(String service) {
    String path = "contracts/" + service + "/openapi.yaml";
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return new Contract((ObjectNode) new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException(path + " is unreadable", e);
    }
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
