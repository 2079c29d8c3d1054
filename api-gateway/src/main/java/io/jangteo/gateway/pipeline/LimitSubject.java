package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.contract.LimitPolicy;
import io.jangteo.gateway.limit.Limit;
import io.vertx.core.Future;

/** Refuses an account that asks for too much, wherever it asks from. */
public final class LimitSubject implements Stage {
  private final Admission admission;
  private final Limit limit;

  public LimitSubject(Admission admission, Limit limit) {
    this.admission = admission;
    this.limit = limit;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (exchange.token().isEmpty() || exchange.client().exempt()) {
      return DONE;
    }
    String subject = exchange.token().get().subject();
    admission.admitQuietly(exchange, limit, subject);
    LimitPolicy limits = exchange.operation().policy().limits();
    if (limits.subject().isPresent()) {
      admission.admit(exchange, limits.subject().get(), subject);
    }
    return DONE;
  }
}
