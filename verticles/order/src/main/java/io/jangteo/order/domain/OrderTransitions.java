package io.jangteo.order.domain;

import static io.jangteo.order.domain.OrderEventType.CANCELLATION_REQUESTED;
import static io.jangteo.order.domain.OrderEventType.CAPTURE_REFUSED;
import static io.jangteo.order.domain.OrderEventType.COMPENSATION_FORCED;
import static io.jangteo.order.domain.OrderEventType.COMPENSATION_STARTED;
import static io.jangteo.order.domain.OrderEventType.ORDER_COMPENSATED;
import static io.jangteo.order.domain.OrderEventType.ORDER_COMPLETED;
import static io.jangteo.order.domain.OrderEventType.ORDER_PARKED;
import static io.jangteo.order.domain.OrderEventType.ORDER_PLACED;
import static io.jangteo.order.domain.OrderEventType.ORDER_RESUMED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_AUTHORIZED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_CAPTURED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_DECLINED;
import static io.jangteo.order.domain.OrderEventType.PAYMENT_VOIDED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_CANCELLATION_SKIPPED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_CANCELLED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_REFUSED;
import static io.jangteo.order.domain.OrderEventType.SHIPMENT_SCHEDULED;
import static io.jangteo.order.domain.OrderEventType.STOCK_COMMITTED;
import static io.jangteo.order.domain.OrderEventType.STOCK_RELEASED;
import static io.jangteo.order.domain.OrderEventType.STOCK_RELEASE_SKIPPED;
import static io.jangteo.order.domain.OrderEventType.STOCK_RESERVED;
import static io.jangteo.order.domain.OrderEventType.STOCK_UNAVAILABLE;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which event may follow which. What is absent ends the order; one that is parked goes on when an
 * operator says so.
 */
final class OrderTransitions {
  private static final Map<OrderEventType, Set<OrderEventType>> AFTER =
      new EnumMap<>(OrderEventType.class);

  static {
    after(ORDER_PLACED, PAYMENT_AUTHORIZED, PAYMENT_DECLINED, CANCELLATION_REQUESTED);
    after(PAYMENT_AUTHORIZED, STOCK_RESERVED, STOCK_UNAVAILABLE, CANCELLATION_REQUESTED);
    after(STOCK_RESERVED, SHIPMENT_SCHEDULED, SHIPMENT_REFUSED, CANCELLATION_REQUESTED);
    after(SHIPMENT_SCHEDULED, PAYMENT_CAPTURED, CAPTURE_REFUSED);
    after(PAYMENT_CAPTURED, STOCK_COMMITTED, ORDER_PARKED);
    after(STOCK_COMMITTED, ORDER_COMPLETED);
    // Time-outs, up to the pivot.
    after(ORDER_PLACED, COMPENSATION_STARTED);
    after(PAYMENT_AUTHORIZED, COMPENSATION_STARTED);
    after(STOCK_RESERVED, COMPENSATION_STARTED);
    // Refusals.
    after(PAYMENT_DECLINED, COMPENSATION_STARTED);
    after(STOCK_UNAVAILABLE, COMPENSATION_STARTED);
    after(SHIPMENT_REFUSED, COMPENSATION_STARTED);
    after(CAPTURE_REFUSED, COMPENSATION_STARTED);
    after(CANCELLATION_REQUESTED, COMPENSATION_STARTED);
    // Backwards, from wherever it had come to.
    after(COMPENSATION_STARTED, SHIPMENT_CANCELLED, STOCK_RELEASED, PAYMENT_VOIDED);
    after(COMPENSATION_STARTED, ORDER_COMPENSATED, ORDER_PARKED);
    after(SHIPMENT_CANCELLED, STOCK_RELEASED, ORDER_PARKED);
    after(STOCK_RELEASED, PAYMENT_VOIDED, ORDER_PARKED);
    after(PAYMENT_VOIDED, ORDER_COMPENSATED);
    // Operators.
    after(ORDER_PLACED, COMPENSATION_FORCED);
    after(PAYMENT_AUTHORIZED, COMPENSATION_FORCED);
    after(STOCK_RESERVED, COMPENSATION_FORCED);
    after(COMPENSATION_FORCED, COMPENSATION_STARTED);
    after(COMPENSATION_STARTED, SHIPMENT_CANCELLATION_SKIPPED, STOCK_RELEASE_SKIPPED);
    after(SHIPMENT_CANCELLED, STOCK_RELEASE_SKIPPED);
    after(SHIPMENT_CANCELLATION_SKIPPED, STOCK_RELEASED, STOCK_RELEASE_SKIPPED, ORDER_PARKED);
    after(STOCK_RELEASE_SKIPPED, PAYMENT_VOIDED, ORDER_PARKED);
    after(ORDER_PARKED, ORDER_RESUMED);
    after(ORDER_RESUMED, STOCK_COMMITTED, ORDER_PARKED);
  }

  private OrderTransitions() {}

  private static void after(OrderEventType last, OrderEventType... next) {
    Set<OrderEventType> allowed =
        AFTER.computeIfAbsent(last, ignored -> EnumSet.noneOf(OrderEventType.class));
    allowed.addAll(Set.of(next));
  }

  static boolean allows(OrderEventType last, OrderEventType next) {
    return last == null ? next == ORDER_PLACED : AFTER.getOrDefault(last, Set.of()).contains(next);
  }
}
