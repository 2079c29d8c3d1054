package io.jangteo.gateway.pipeline;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.Set;

/** Holds the caller's roles against the operation's; whose object it is, the service decides. */
public final class Authorise implements Stage {
  @Override
  public Future<Void> apply(Exchange exchange) {
    Set<String> wanted = exchange.operation().policy().roles();
    if (wanted.isEmpty() || exchange.token().isEmpty()) {
      return DONE;
    }
    Set<String> held = exchange.token().get().principal().roles();
    if (Collections.disjoint(wanted, held)) {
      throw ServiceFailure.of(
          FailureCode.FORBIDDEN, "The caller has none of the roles this operation needs");
    }
    return DONE;
  }
}
