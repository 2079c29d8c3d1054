package io.jangteo.order.domain;

/** An event that cannot follow what an order has been through: a fault of ours, never of a user. */
public final class IllegalTransitionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  IllegalTransitionException(OrderState state, OrderEventType next) {
    super(next + " cannot follow " + state);
  }
}
