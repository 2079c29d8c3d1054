package io.jangteo.order.domain;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The fold of an order's events: what the snapshot holds beside what was ordered.
 *
 * @param version number of events, the last one's version
 * @param last the latest event; null before the first
 * @param open steps that were done and not undone
 * @param reason why it is being or was undone or parked, a code; null otherwise
 */
public record OrderState(
    long version, OrderStatus status, OrderEventType last, Set<Step> open, String reason) {
  /** Before anything happened. */
  public static final OrderState NONE =
      new OrderState(0, OrderStatus.PENDING, null, EnumSet.noneOf(Step.class), null);

  public OrderState {
    EnumSet<Step> copy = EnumSet.noneOf(Step.class);
    copy.addAll(open);
    open = Collections.unmodifiableSet(copy);
  }

  /** The fold from nothing. */
  public static OrderState of(List<OrderEvent> events) {
    OrderState state = NONE;
    for (OrderEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  /**
   * The state after one more event.
   *
   * @throws IllegalTransitionException when it cannot follow
   */
  public OrderState apply(OrderEvent event) {
    OrderEventType next = event.type();
    if (!OrderTransitions.allows(last, next) || !inReverse(next)) {
      throw new IllegalTransitionException(this, next);
    }
    return switch (next) {
      case PAYMENT_AUTHORIZED -> done(next, Step.AUTHORIZE);
      case STOCK_RESERVED -> done(next, Step.RESERVE);
      case SHIPMENT_SCHEDULED -> done(next, Step.SCHEDULE);
      case PAYMENT_CAPTURED -> done(next, Step.CAPTURE);
      case STOCK_COMMITTED -> done(next, Step.COMMIT);
      case SHIPMENT_CANCELLED, SHIPMENT_CANCELLATION_SKIPPED -> undone(next, Step.SCHEDULE);
      case STOCK_RELEASED, STOCK_RELEASE_SKIPPED -> undone(next, Step.RESERVE);
      case PAYMENT_VOIDED -> undone(next, Step.AUTHORIZE);
      case COMPENSATION_STARTED -> to(next, OrderStatus.COMPENSATING, reasonOf(event));
      case ORDER_COMPLETED -> to(next, OrderStatus.COMPLETED, null);
      case ORDER_COMPENSATED -> to(next, OrderStatus.COMPENSATED, reasonOf(event));
      case ORDER_PARKED -> to(next, OrderStatus.PARKED, reasonOf(event));
      case ORDER_RESUMED -> to(next, OrderStatus.PENDING, null);
      default -> to(next, status, reason);
    };
  }

  /** A step is undone only when no later one is still open, and nothing is open at the end. */
  private boolean inReverse(OrderEventType next) {
    return switch (next) {
      case STOCK_RELEASED, STOCK_RELEASE_SKIPPED -> !open.contains(Step.SCHEDULE);
      case PAYMENT_VOIDED -> !open.contains(Step.SCHEDULE) && !open.contains(Step.RESERVE);
      case ORDER_COMPENSATED -> open.isEmpty();
      default -> true;
    };
  }

  private static String reasonOf(OrderEvent event) {
    if (event instanceof OrderEvent.CompensationStarted started) {
      return started.reason();
    }
    if (event instanceof OrderEvent.OrderCompensated compensated) {
      return compensated.reason();
    }
    return ((OrderEvent.OrderParked) event).reason();
  }

  private OrderState to(OrderEventType next, OrderStatus newStatus, String newReason) {
    return new OrderState(version + 1, newStatus, next, open, newReason);
  }

  private OrderState done(OrderEventType next, Step step) {
    EnumSet<Step> wider = EnumSet.of(step);
    wider.addAll(open);
    return new OrderState(version + 1, status, next, wider, reason);
  }

  private OrderState undone(OrderEventType next, Step step) {
    EnumSet<Step> narrower = EnumSet.noneOf(Step.class);
    narrower.addAll(open);
    narrower.remove(step);
    return new OrderState(version + 1, status, next, narrower, reason);
  }
}
