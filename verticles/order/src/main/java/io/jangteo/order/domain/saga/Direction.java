package io.jangteo.order.domain.saga;

/** Whether a step is to be done or taken back. */
public enum Direction {
  DO,
  UNDO
}
