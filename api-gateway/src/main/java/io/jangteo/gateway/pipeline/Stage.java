package io.jangteo.gateway.pipeline;

import io.vertx.core.Future;

/**
 * One step of every request. It adds to the exchange, answers it, or fails (or throws) with a
 * {@code ServiceFailure}, which becomes the answer.
 */
@FunctionalInterface
public interface Stage {
  /** For a stage that has nothing to wait for. */
  Future<Void> DONE = Future.succeededFuture();

  Future<Void> apply(Exchange exchange);
}
