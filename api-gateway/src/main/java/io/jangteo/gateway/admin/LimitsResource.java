package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.contract.LimitPolicy;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.limit.Limit;
import io.jangteo.gateway.limit.Limiter;
import io.jangteo.gateway.routing.RouteTables;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Limits in force, and how they are shared. */
final class LimitsResource {
  private final Limiter limiter;
  private final List<Limit> everywhere;
  private final RouteTables tables;

  /**
   * @param everywhere those that hold for every operation
   */
  LimitsResource(Limiter limiter, List<Limit> everywhere, RouteTables tables) {
    this.limiter = limiter;
    this.everywhere = List.copyOf(everywhere);
    this.tables = tables;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of("showLimits", request -> Future.succeededFuture(describe()));
  }

  private JsonNode describe() {
    ObjectNode view = limiter.describe();
    ObjectNode general = view.putObject("everywhere");
    everywhere.forEach(limit -> general.put(limit.name(), limit.policy()));
    ObjectNode operations = view.putObject("operations");
    tables
        .current()
        .routes()
        .forEach(
            route -> {
              Operation operation = route.operation();
              if (!operation.policy().limits().equals(LimitPolicy.NONE)) {
                PolicyView.limits(
                    operation.policy().limits(),
                    operations.putObject(operation.service() + "." + operation.action()));
              }
            });
    return view;
  }
}
