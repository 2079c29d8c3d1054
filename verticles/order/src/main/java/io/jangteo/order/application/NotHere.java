package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** Why an order cannot be changed by this node. */
final class NotHere {
  private static final Duration SOON = Duration.ofSeconds(1);

  private NotHere() {}

  /** There is none, or a newer node handles it: another attempt may reach that one. */
  static <T> Future<T> failure(SagaStore store, Transaction transaction, UUID orderId) {
    return store
        .isOfAnother(transaction, orderId)
        .compose(
            ofAnother ->
                Future.failedFuture(
                    ofAnother
                        ? ServiceFailure.unavailable(
                            "A newer version of the service handles this order", SOON, null)
                        : ServiceFailure.notFound("order")));
  }
}
