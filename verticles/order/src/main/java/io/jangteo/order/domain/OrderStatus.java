package io.jangteo.order.domain;

/** What an order is to its owner. */
public enum OrderStatus {
  PENDING,
  COMPENSATING,
  COMPLETED,
  COMPENSATED,
  PARKED;

  /**
   * Whether nothing will be recorded of the order again unless an operator has a parked one go on.
   */
  public boolean terminal() {
    return this == COMPLETED || this == COMPENSATED || this == PARKED;
  }
}
