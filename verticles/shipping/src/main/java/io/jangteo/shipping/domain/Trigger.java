package io.jangteo.shipping.domain;

/** What can happen to a shipment. */
public enum Trigger {
  /** The order asks for it, to an address we serve. */
  SCHEDULE,
  /** The order asks for it, to an address we do not serve. */
  SCHEDULE_UNSERVED,
  /** The order is undone. */
  CANCEL,
  /** The order has reached its end; from now on goods may leave. */
  ORDER_COMPLETED,
  /** The carrier takes the goods. */
  HAND_OVER,
  /** The goods arrive. */
  DELIVER
}
