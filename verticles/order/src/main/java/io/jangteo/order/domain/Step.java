package io.jangteo.order.domain;

/** The steps of an order, in the order they are taken. */
public enum Step {
  AUTHORIZE,
  RESERVE,
  SCHEDULE,
  CAPTURE,
  COMMIT
}
