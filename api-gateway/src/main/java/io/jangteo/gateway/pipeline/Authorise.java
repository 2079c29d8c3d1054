package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.security.VerifiedToken;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.Set;

/** Holds the caller's roles against the operation's; whose object it is, the service decides. */
public final class Authorise implements Stage {
  @Override
  public Future<Void> apply(Exchange exchange) {
    if (exchange.token().isPresent()) {
      check(exchange.token().get(), exchange.operation());
    }
    return DONE;
  }

  /**
   * Whether a caller may use an operation.
   *
   * @throws ServiceFailure {@code FORBIDDEN} when not
   */
  static void check(VerifiedToken token, Operation operation) {
    if (!token.isGoodFor(operation)) {
      throw ServiceFailure.of(FailureCode.FORBIDDEN, "The API key is not good for this operation");
    }
    Set<String> wanted = operation.policy().roles();
    if (!wanted.isEmpty() && Collections.disjoint(wanted, token.principal().roles())) {
      throw ServiceFailure.of(
          FailureCode.FORBIDDEN, "The caller has none of the roles this operation needs");
    }
  }
}
