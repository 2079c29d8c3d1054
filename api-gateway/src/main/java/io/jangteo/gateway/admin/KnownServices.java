package io.jangteo.gateway.admin;

import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Which services are routed now; the gateway itself is none of them. */
final class KnownServices {
  private final RouteTables tables;

  KnownServices(RouteTables tables) {
    this.tables = tables;
  }

  boolean knows(String service) {
    return !service.equals(AdminContract.SERVICE) && all(Operation::service).contains(service);
  }

  boolean knows(String service, String action) {
    return all(operation -> operation.service() + " " + operation.action())
        .contains(service + " " + action);
  }

  /** The actions of the gateway's own. */
  Set<String> own() {
    Set<String> actions = new HashSet<>();
    tables
        .current()
        .routes()
        .forEach(
            route -> {
              if (route.operation().service().equals(AdminContract.SERVICE)) {
                actions.add(route.operation().action());
              }
            });
    return actions;
  }

  private Set<String> all(Function<Operation, String> part) {
    Set<String> found = new HashSet<>();
    tables.current().routes().forEach(route -> found.add(part.apply(route.operation())));
    return found;
  }

  /**
   * Gives the name back.
   *
   * @throws ServiceFailure 404 when it has no route
   */
  String require(String service) {
    if (!knows(service)) {
      throw ServiceFailure.notFound("service");
    }
    return service;
  }
}
