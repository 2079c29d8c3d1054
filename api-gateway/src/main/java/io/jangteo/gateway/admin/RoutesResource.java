package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.routing.Refusal;
import io.jangteo.gateway.routing.Route;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is routed and what was refused. */
final class RoutesResource {
  private static final Comparator<Route> ORDER =
      Comparator.comparing((Route route) -> route.operation().service())
          .thenComparing(route -> route.operation().template())
          .thenComparing(route -> route.operation().method().name());

  private final KnownServices services;
  private final RouteTables tables;
  private final ServiceDirectory directory;

  RoutesResource(KnownServices services, RouteTables tables, ServiceDirectory directory) {
    this.services = services;
    this.tables = tables;
    this.directory = directory;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of("listRoutes", request -> Future.succeededFuture(list(request)));
  }

  private JsonNode list(AdminRequest request) {
    String only = request.query().get("service");
    if (only != null) {
      services.require(only);
    }
    ObjectNode view = Json.LENIENT.createObjectNode();
    ArrayNode routes = view.putArray("routes");
    Map<String, Map<String, Integer>> instances = instances();
    sorted().stream()
        .filter(route -> only == null || route.operation().service().equals(only))
        .forEach(route -> write(route, instances, routes.addObject()));
    ArrayNode refused = view.putArray("refused");
    for (Refusal refusal : tables.current().refusals()) {
      ObjectNode entry = refused.addObject().put("service", refusal.service());
      refusal.route().ifPresent(route -> entry.put("route", route));
      entry.put("reason", refusal.reason());
    }
    return view;
  }

  private List<Route> sorted() {
    List<Route> all = new ArrayList<>();
    tables.current().routes().forEach(all::add);
    all.sort(ORDER);
    return all;
  }

  /** How many of each version, by service. */
  private Map<String, Map<String, Integer>> instances() {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (ServiceInstance instance : directory.instances()) {
      counts
          .computeIfAbsent(instance.service(), key -> new TreeMap<>())
          .merge(instance.version(), 1, Integer::sum);
    }
    return counts;
  }

  private static void write(
      Route route, Map<String, Map<String, Integer>> instances, ObjectNode into) {
    Operation operation = route.operation();
    into.put("service", operation.service());
    into.put("operation", operation.action());
    into.put("method", operation.method().name());
    into.put("path", operation.template());
    into.put("available", route.available());
    ObjectNode versions = into.putObject("instances");
    instances.getOrDefault(operation.service(), Map.of()).forEach(versions::put);
    PolicyView.write(operation.policy(), into.putObject("policy"));
  }
}
