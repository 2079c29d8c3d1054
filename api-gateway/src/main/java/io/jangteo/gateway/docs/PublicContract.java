package io.jangteo.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.contract.IncludePolicy;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.Policy.Authentication;
import io.jangteo.gateway.contract.References;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The OpenAPI documents of all live services as one. Components are prefixed with their service,
 * because two services may well both have an {@code Address}; what a service says of servers and
 * security is replaced by what the gateway does.
 *
 * @param page the document, ready to be served
 */
public record PublicContract(Page page) {
  private static final String COMPONENTS = "#/components/";
  private static final String SCHEME = "accessToken";
  private static final String API_KEY = "apiKey";
  private static final Set<String> OWN_SECTIONS = Set.of("securitySchemes");

  /**
   * One service's share.
   *
   * @param operations those that are routed
   */
  public record Part(String service, ObjectNode contract, List<Operation> operations) {}

  /** Merges the parts in their order. */
  public static PublicContract of(List<Part> parts) {
    ObjectNode document = skeleton();
    Set<String> operationIds = new HashSet<>();
    for (Part part : parts) {
      addTag(part, document);
      addComponents(part, (ObjectNode) document.get("components"));
      part.operations().forEach(o -> addOperation(part, o, document, operationIds));
    }
    return new PublicContract(Page.of("application/json", Json.encode(document)));
  }

  private static ObjectNode skeleton() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Jangteo")
        .put("version", "1")
        .put("description", "Every operation of every service that is running now.");
    document.putArray("servers").addObject().put("url", "/");
    document.putArray("tags");
    document.putObject("paths");
    document
        .putObject("components")
        .putObject("securitySchemes")
        .putObject(SCHEME)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT");
    document
        .withObject("/components/securitySchemes")
        .putObject(API_KEY)
        .put("type", "apiKey")
        .put("in", "header")
        .put("name", "X-API-Key")
        .put("description", "For machine clients, in place of an access token.");
    return document;
  }

  private static void addTag(Part part, ObjectNode document) {
    JsonNode info = part.contract().path("info");
    document
        .withArray("tags")
        .addObject()
        .put("name", part.service())
        .put("description", info.path("description").asText(info.path("title").asText()));
  }

  private static void addComponents(Part part, ObjectNode components) {
    part.contract()
        .path("components")
        .properties()
        .forEach(
            section -> {
              if (!OWN_SECTIONS.contains(section.getKey())) {
                ObjectNode target = components.withObjectProperty(section.getKey());
                section
                    .getValue()
                    .properties()
                    .forEach(
                        entry ->
                            target.set(
                                prefixed(part, entry.getKey()), renamed(part, entry.getValue())));
              }
            });
  }

  private static void addOperation(
      Part part, Operation operation, ObjectNode document, Set<String> operationIds) {
    String method = operation.method().name().toLowerCase(Locale.ROOT);
    JsonNode source = part.contract().path("paths").path(operation.template());
    ObjectNode path = ((ObjectNode) document.get("paths")).withObjectProperty(operation.template());
    ObjectNode copy = (ObjectNode) renamed(part, source.get(method));
    copy.putArray("tags").add(part.service());
    if (!operationIds.add(operation.action())) {
      copy.put("operationId", prefixed(part, operation.action()));
    }
    secure(operation, copy);
    source
        .path("parameters")
        .forEach(parameter -> copy.withArray("parameters").add(renamed(part, parameter)));
    describeInclude(operation, copy);
    path.set(method, copy);
  }

  /** The parameter is the gateway's, so no service declares it. */
  private static void describeInclude(Operation operation, ObjectNode target) {
    IncludePolicy include = operation.policy().include();
    if (include.isEmpty()) {
      return;
    }
    ObjectNode parameter = target.withArray("parameters").addObject();
    parameter
        .put("name", IncludePolicy.PARAMETER)
        .put("in", "query")
        .put("style", "form")
        .put("explode", false)
        .put(
            "description",
            "What else the answer is to hold: each name is a member of \"included\", or, where it"
                + " cannot be had just now or by this caller, of \"missing\" with its status.");
    ObjectNode items =
        parameter.putObject("schema").put("type", "array").putObject("items").put("type", "string");
    ArrayNode names = items.putArray("enum");
    include.parts().keySet().forEach(names::add);
    JsonNode content = target.at("/responses/200/content/application~1json");
    if (content instanceof ObjectNode json && json.has("schema")) {
      JsonNode alone = json.get("schema");
      json.putObject("schema").putArray("anyOf").add(alone).add(withParts());
    }
  }

  private static ObjectNode withParts() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema
        .put("description", "The same with what was included.")
        .putArray("required")
        .add("included");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("included").put("type", "object");
    ObjectNode reason =
        properties.putObject("missing").put("type", "object").putObject("additionalProperties");
    reason.put("type", "object").putArray("required").add("status").add("title");
    return schema;
  }

  /** Says in OpenAPI's words what the gateway will do for the operation. */
  private static void secure(Operation operation, ObjectNode target) {
    Authentication authentication = operation.policy().authentication();
    var security = target.putArray("security");
    if (authentication == Authentication.OPTIONAL) {
      security.addObject();
    }
    if (authentication != Authentication.NONE) {
      security.addObject().putArray(SCHEME);
      if (operation.policy().caller().apiKeys()) {
        security.addObject().putArray(API_KEY);
      }
    }
  }

  private static JsonNode renamed(Part part, JsonNode node) {
    return References.rewrite(node, reference -> rename(part, reference));
  }

  private static String rename(Part part, String reference) {
    int name = reference.lastIndexOf('/') + 1;
    return reference.startsWith(COMPONENTS)
        ? reference.substring(0, name) + prefixed(part, reference.substring(name))
        : reference;
  }

  private static String prefixed(Part part, String name) {
    return part.service() + "." + name;
  }

  public Buffer body() {
    return page.body();
  }
}
