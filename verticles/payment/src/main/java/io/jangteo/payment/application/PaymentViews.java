package io.jangteo.payment.application;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Payments to look at. */
public interface PaymentViews {
  /** Empty when nothing was ever asked about the order. */
  Future<Optional<PaymentView>> find(UUID orderId);
}
