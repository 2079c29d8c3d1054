package io.jangteo.order.domain;

/** What an order is to its owner. */
public enum OrderStatus {
  PENDING,
  COMPENSATING,
  COMPLETED,
  COMPENSATED,
  PARKED;

  /** Whether nothing will ever be recorded of the order again. */
  public boolean terminal() {
    return this == COMPLETED || this == COMPENSATED || this == PARKED;
  }
}
