package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Whoever answers for an operation. */
@FunctionalInterface
public interface Upstream {
  /**
   * Asks, whatever that takes, until the deadline.
   *
   * @param headers for the service; not to be used by the caller any more
   * @return fails with a {@code ServiceFailure} when there is no reply
   */
  Future<BusReply> call(Operation operation, MultiMap headers, Buffer body, Duration deadline);
}
