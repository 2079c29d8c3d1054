package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.Ask;
import io.jangteo.bus.Priority;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles a service's OpenAPI 3.1 document into operations, all or nothing. */
public final class ContractCompiler {
  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "delete", "patch");
  private static final Set<String> READS = Set.of("get", "head");
  private static final Pattern TEMPLATE =
      Pattern.compile("/|(/(\\{[A-Za-z0-9_]+}|[A-Za-z0-9._~-]+))+");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_]+)}");

  private final Duration readTimeout;
  private final Duration writeTimeout;
  private final int bodyMax;

  /**
   * Takes what holds for an operation whose contract does not say.
   *
   * @param bodyMax bytes
   */
  public ContractCompiler(Duration readTimeout, Duration writeTimeout, int bodyMax) {
    this.readTimeout = readTimeout;
    this.writeTimeout = writeTimeout;
    this.bodyMax = bodyMax;
  }

  /**
   * Every operation of the document, in its order.
   *
   * @throws IllegalArgumentException naming the operation that cannot be understood
   */
  public List<Operation> compile(String service, ObjectNode document) {
    Scope scope = new Scope(service, document);
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .forEach(
                        member ->
                            operations.add(
                                scope.operation(
                                    path.getKey(),
                                    path.getValue(),
                                    member.getKey(),
                                    member.getValue()))));
    return ranked(operations);
  }

  /** Who goes before whom is decided among the operations of one service. */
  private static List<Operation> ranked(List<Operation> operations) {
    Priority first =
        operations.stream()
            .map(operation -> operation.policy().upstream().priority())
            .min(Comparator.naturalOrder())
            .orElse(Priority.HEALTH);
    return operations.stream().map(operation -> operation.ranked(first)).toList();
  }

  /** One document being compiled. */
  private final class Scope {
    private final String service;
    private final ObjectNode document;
    private final SchemaCompiler schemas;
    private final ValueRuleCompiler values;

    private Scope(String service, ObjectNode document) {
      this.service = service;
      this.document = document;
      this.schemas = new SchemaCompiler(document);
      this.values = new ValueRuleCompiler(schemas);
    }

    private Operation operation(String template, JsonNode path, String method, JsonNode node) {
      try {
        return compiled(template, path, method, node);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(method + " " + template + ": " + e.getMessage(), e);
      }
    }

    private Operation compiled(String template, JsonNode path, String method, JsonNode node) {
      if (!TEMPLATE.matcher(template).matches()) {
        throw new IllegalArgumentException("a parameter must be a whole path segment");
      }
      Collection<JsonNode> parameters = parameters(path, node);
      boolean reads = READS.contains(method);
      String action = required(node, "operationId");
      Map<String, ParameterRule> queryRules = new HashMap<>();
      rules(parameters, "query").forEach(rule -> queryRules.put(rule.name(), rule));
      List<ParameterRule> pathRules = inOrder(template, rules(parameters, "path"));
      List<String> pathNames = pathRules.stream().map(ParameterRule::name).toList();
      Policy policy =
          Policy.read(
              service,
              action,
              node.path("x-jangteo"),
              reads,
              reads ? readTimeout : writeTimeout,
              bodyMax,
              new CachePolicy.Place(
                  service, method, template, pathNames, Set.copyOf(queryRules.keySet())));
      if (!policy.include().isEmpty()) {
        queryRules.put(IncludePolicy.PARAMETER, policy.include().rule());
      }
      return new Operation(
          service,
          action,
          HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
          template,
          policy,
          pathRules,
          Map.copyOf(queryRules),
          rules(parameters, "header"),
          body(node.path("requestBody")),
          new Ask(service, action, policy.upstream().routeClass(), policy.idempotent()));
    }

    /** Those of the path, overridden by those of the operation. */
    private Collection<JsonNode> parameters(JsonNode path, JsonNode node) {
      Map<String, JsonNode> byKey = new LinkedHashMap<>();
      for (JsonNode owner : List.of(path, node)) {
        for (JsonNode entry : owner.path("parameters")) {
          JsonNode parameter = References.resolve(document, entry);
          byKey.put(parameter.path("in").asText() + "." + required(parameter, "name"), parameter);
        }
      }
      return byKey.values();
    }

    private List<ParameterRule> rules(Collection<JsonNode> parameters, String location) {
      return parameters.stream()
          .filter(parameter -> parameter.path("in").asText().equals(location))
          .map(parameter -> rule(parameter, location))
          .toList();
    }

    private ParameterRule rule(JsonNode parameter, String location) {
      String name = parameter.get("name").asText();
      return new ParameterRule(
          name,
          location + "." + name,
          parameter.path("required").asBoolean(false),
          values.compile(References.resolve(document, parameter.path("schema"))));
    }

    private static List<ParameterRule> inOrder(String template, List<ParameterRule> rules) {
      List<ParameterRule> ordered = new ArrayList<>();
      Matcher names = PLACEHOLDER.matcher(template);
      while (names.find()) {
        String name = names.group(1);
        ordered.add(
            rules.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException("path parameter " + name + " is undeclared")));
      }
      return List.copyOf(ordered);
    }

    private Optional<BodyRule> body(JsonNode declared) {
      if (declared.isMissingNode()) {
        return Optional.empty();
      }
      JsonNode body = References.resolve(document, declared);
      Map<String, BodySchema> byType = new HashMap<>();
      body.path("content")
          .properties()
          .forEach(
              entry ->
                  byType.put(
                      entry.getKey().toLowerCase(Locale.ROOT),
                      new BodySchema(schemas.compile(entry.getValue().path("schema")))));
      return Optional.of(new BodyRule(body.path("required").asBoolean(false), Map.copyOf(byType)));
    }

    private static String required(JsonNode node, String field) {
      if (!node.path(field).isTextual()) {
        throw new IllegalArgumentException(field + " is missing");
      }
      return node.get(field).textValue();
    }
  }
}
