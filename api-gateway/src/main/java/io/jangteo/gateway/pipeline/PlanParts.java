package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.gateway.contract.IncludePolicy;
import io.jangteo.gateway.contract.Operation;
import io.vertx.core.Future;

/**
 * Finds out what the client wants included. Its service hears nothing of that; nor is it asked
 * whether the client has its answer already, because that would say nothing of the parts.
 */
public final class PlanParts implements Stage {
  private static final String SENT = BusHeaders.QUERY_PREFIX + IncludePolicy.PARAMETER;

  @Override
  public Future<Void> apply(Exchange exchange) {
    Operation operation = exchange.operation();
    if (operation.policy().include().isEmpty()) {
      return DONE;
    }
    String asked = exchange.query().get(IncludePolicy.PARAMETER);
    if (asked != null) {
      exchange.busHeaders().remove(SENT).remove(BusHeaders.IF_NONE_MATCH);
      exchange.parts(exchange.table().includes().of(operation, IncludePolicy.names(asked)));
    }
    return DONE;
  }
}
