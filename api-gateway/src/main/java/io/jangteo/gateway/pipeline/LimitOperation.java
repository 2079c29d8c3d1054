package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.contract.LimitPolicy;
import io.vertx.core.Future;

/** The operation's own limits that need not know who calls: by address, and for all together. */
public final class LimitOperation implements Stage {
  private static final String EVERYBODY = "*";

  private final Admission admission;

  public LimitOperation(Admission admission) {
    this.admission = admission;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    LimitPolicy limits = exchange.operation().policy().limits();
    if (exchange.client().exempt()) {
      return DONE;
    }
    if (limits.address().isPresent()) {
      admission.admit(exchange, limits.address().get(), exchange.client().address());
    }
    if (limits.operation().isPresent()) {
      admission.admit(exchange, limits.operation().get(), EVERYBODY);
    }
    return DONE;
  }
}
