package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.fault.Fault;
import io.jangteo.gateway.fault.Faults;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Delays and aborts made on purpose, in the whole cluster. */
final class FaultsResource {
  /** What is asked for is shown and logged. */
  private static final Set<String> SECRETS =
      Set.of("authorization", "proxy-authorization", "x-api-key", "cookie");

  private final Faults faults;
  private final KnownServices services;
  private final Audit audit;
  private final Clock clock;

  FaultsResource(Faults faults, KnownServices services, Audit audit, Clock clock) {
    this.faults = faults;
    this.services = services;
    this.audit = audit;
    this.clock = clock;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of(
        "listFaults",
        request -> Future.succeededFuture(view()),
        "putFault",
        this::put,
        "deleteFaults",
        this::delete);
  }

  private JsonNode view() {
    ObjectNode view = Json.LENIENT.createObjectNode().put("reach", "cluster");
    ArrayNode list = view.putArray("faults");
    faults.current().forEach(fault -> list.add(Json.LENIENT.<JsonNode>valueToTree(fault)));
    return view;
  }

  private Future<JsonNode> put(AdminRequest request) {
    Fault fault = Fault.wanted(request.body(), clock.millis());
    if (!services.knows(fault.service())) {
      throw invalid("/service", "is not a service that has routes");
    }
    if (fault.operation() != null && !services.knows(fault.service(), fault.operation())) {
      throw invalid("/operation", "is not an operation of the service");
    }
    if (fault.header() != null && SECRETS.contains(fault.header().toLowerCase(Locale.ROOT))) {
      throw invalid("/header/name", "must not be a field that carries a secret");
    }
    return change(request, faults.put(fault));
  }

  private Future<JsonNode> delete(AdminRequest request) {
    Optional<String> service = Optional.ofNullable(request.query().get("service"));
    Optional<String> operation = Optional.ofNullable(request.query().get("operation"));
    if (operation.isPresent() && service.isEmpty()) {
      throw invalid("query.service", "is required with an operation");
    }
    boolean found =
        faults.current().stream()
            .anyMatch(
                fault ->
                    service.map(fault.service()::equals).orElse(true)
                        && operation.map(name -> name.equals(fault.operation())).orElse(true));
    if (service.isPresent() && !found) {
      throw ServiceFailure.notFound("fault");
    }
    return change(request, faults.remove(service, operation));
  }

  private Future<JsonNode> change(AdminRequest request, Future<Void> change) {
    return audit.note(request, view(), change.map(ignored -> view()));
  }

  private static ServiceFailure invalid(String field, String problem) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, field, problem);
  }
}
