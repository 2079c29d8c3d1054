package io.jangteo.gateway.routing;

import io.jangteo.gateway.contract.IncludePolicy.Declared;
import io.jangteo.gateway.contract.IncludePolicy.Source;
import io.jangteo.gateway.contract.LimitPolicy;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.ParameterRule;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which operations answer for the parts that contracts let clients include. A part whose operation
 * is not there, or may not be used so, is absent; that is no fault of the operation it belongs to.
 */
public final class Includes {
  private final Map<Operation, Map<String, IncludedPart>> byOperation = new IdentityHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private Includes() {}

  /** Of all routed operations, services that have just vanished included. */
  static Includes of(List<Route> routes) {
    Map<String, Route> byName = new HashMap<>();
    for (Route route : routes) {
      byName.put(route.operation().service() + "." + route.operation().action(), route);
    }
    Includes includes = new Includes();
    for (Route route : routes) {
      if (!route.operation().policy().include().isEmpty()) {
        includes.byOperation.put(route.operation(), includes.resolve(route.operation(), byName));
      }
    }
    return includes;
  }

  private Map<String, IncludedPart> resolve(Operation operation, Map<String, Route> byName) {
    Map<String, IncludedPart> parts = new LinkedHashMap<>();
    operation
        .policy()
        .include()
        .parts()
        .forEach((name, declared) -> parts.put(name, part(operation, name, declared, byName)));
    return parts;
  }

  private IncludedPart part(
      Operation operation, String name, Declared declared, Map<String, Route> byName) {
    Route route = byName.get(declared.operation());
    String fault = route == null ? "is offered by nobody" : fault(route.operation(), declared);
    if (fault != null) {
      faults.add(
          operation.service()
              + "."
              + operation.action()
              + " includes "
              + name
              + ": "
              + declared.operation()
              + " "
              + fault);
      return IncludedPart.absent(name, declared);
    }
    List<Source> sources =
        route.operation().pathRules().stream()
            .map(rule -> declared.sources().get(rule.name()))
            .toList();
    return new IncludedPart(name, declared, route.operation(), route.available(), sources);
  }

  /** Null when the operation can be a part. */
  private static String fault(Operation target, Declared declared) {
    if (!target.method().equals(HttpMethod.GET) || target.policy().streamCursor().isPresent()) {
      return "is no plain GET";
    }
    Set<String> names = declared.sources().keySet();
    if (names.size() != target.pathRules().size()
        || !target.pathRules().stream().map(ParameterRule::name).allMatch(names::contains)) {
      return "has other path parameters";
    }
    if (target.queryRules().values().stream().anyMatch(ParameterRule::required)
        || target.headerRules().stream().anyMatch(ParameterRule::required)) {
      return "requires a query or header parameter";
    }
    return target.policy().limits().equals(LimitPolicy.NONE)
        ? null
        : "has limits of its own, which this would evade";
  }

  /**
   * The parts that a request asks for.
   *
   * @param names that the contract declares
   */
  public List<IncludedPart> of(Operation operation, Set<String> names) {
    Map<String, IncludedPart> parts = byOperation.get(operation);
    return names.stream()
        .map(
            name ->
                parts == null
                    ? IncludedPart.absent(name, operation.policy().include().parts().get(name))
                    : parts.get(name))
        .toList();
  }

  /** Why parts are absent, a sentence each. */
  List<String> faults() {
    return faults;
  }

  /** For a table without services. */
  public static Includes none() {
    return new Includes();
  }
}
