package io.jangteo.bus;

import io.vertx.core.Future;

/**
 * One inbound operation. May throw or fail with a {@code ServiceFailure}; runs on the event loop.
 */
@FunctionalInterface
public interface BusHandler {
  Future<BusReply> handle(BusRequest request);
}
