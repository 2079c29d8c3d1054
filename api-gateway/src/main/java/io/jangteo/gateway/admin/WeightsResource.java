package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.upstream.VersionWeights;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;

/** Which version of a service gets which share of its calls, in the whole cluster. */
final class WeightsResource {
  private final VersionWeights weights;
  private final KnownServices services;
  private final Audit audit;

  WeightsResource(VersionWeights weights, KnownServices services, Audit audit) {
    this.weights = weights;
    this.services = services;
    this.audit = audit;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of("putWeights", this::put, "deleteWeights", this::delete);
  }

  private Future<JsonNode> put(AdminRequest request) {
    String service = services.require(request.path().get(0));
    Map<String, Integer> wanted = new TreeMap<>();
    request
        .body()
        .properties()
        .forEach(entry -> wanted.put(entry.getKey(), entry.getValue().intValue()));
    if (wanted.values().stream().noneMatch(weight -> weight > 0)) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST, "/", "must give one version more than nothing");
    }
    return change(request, service, weights.set(service, wanted));
  }

  private Future<JsonNode> delete(AdminRequest request) {
    String service = services.require(request.path().get(0));
    return change(request, service, weights.clear(service));
  }

  private Future<JsonNode> change(AdminRequest request, String service, Future<Void> change) {
    JsonNode before = view(service);
    return audit.note(
        request, before, change.compose(ignored -> weights.look()).map(ignored -> view(service)));
  }

  private JsonNode view(String service) {
    ObjectNode view = Json.LENIENT.createObjectNode();
    view.put("service", service).put("reach", "cluster");
    ObjectNode versions = view.putObject("weights");
    weights.current().getOrDefault(service, Map.of()).forEach(versions::put);
    return view;
  }
}
