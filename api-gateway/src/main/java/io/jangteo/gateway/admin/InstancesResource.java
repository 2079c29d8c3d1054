package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.upstream.Upstreams;
import io.jangteo.gateway.upstream.VersionWeights;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import java.util.Map;

/** Services and their instances as this gateway sees them, and its breakers. */
final class InstancesResource {
  private final String gateway;
  private final Upstreams upstreams;
  private final VersionWeights weights;
  private final KnownServices services;

  InstancesResource(
      String gateway, Upstreams upstreams, VersionWeights weights, KnownServices services) {
    this.gateway = gateway;
    this.upstreams = upstreams;
    this.weights = weights;
    this.services = services;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of(
        "listInstances", request -> Future.succeededFuture(instances(request)),
        "listBreakers", request -> Future.succeededFuture(breakers()));
  }

  private JsonNode instances(AdminRequest request) {
    String only = request.query().get("service");
    if (only != null) {
      services.require(only);
    }
    ObjectNode described = upstreams.describe();
    ObjectNode view = Json.LENIENT.createObjectNode().put("gateway", gateway);
    view.set("eventLoopLagMs", described.get("eventLoopLagMs"));
    ObjectNode all = view.putObject("services");
    for (Map.Entry<String, JsonNode> entry : described.path("instances").properties()) {
      String service = entry.getKey();
      if (only == null || only.equals(service)) {
        JsonNode calls = described.path("services").path(service);
        write(service, entry.getValue(), calls, all.putObject(service));
      }
    }
    return view;
  }

  private void write(String service, JsonNode instances, JsonNode calls, ObjectNode into) {
    calls.properties().forEach(field -> into.set(field.getKey(), field.getValue()));
    ObjectNode versions = into.putObject("weights");
    weights.current().getOrDefault(service, Map.of()).forEach(versions::put);
    into.set("instances", instances);
  }

  private JsonNode breakers() {
    ObjectNode view = Json.LENIENT.createObjectNode().put("gateway", gateway);
    ArrayNode all = view.putArray("breakers");
    for (Map.Entry<String, JsonNode> service :
        upstreams.describe().path("instances").properties()) {
      for (JsonNode instance : service.getValue()) {
        for (Map.Entry<String, JsonNode> breaker : instance.path("breakers").properties()) {
          ObjectNode entry = all.addObject().put("service", service.getKey());
          entry.set("instance", instance.get("instance"));
          entry.put("class", breaker.getKey()).set("state", breaker.getValue());
        }
      }
    }
    return view;
  }
}
