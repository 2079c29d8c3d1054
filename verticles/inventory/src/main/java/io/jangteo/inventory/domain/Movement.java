package io.jangteo.inventory.domain;

/** What happens to the stock of every line of an order at once. */
public enum Movement {
  NONE,
  /** {@code reserved} grows, if there is enough of every line. */
  HOLD,
  /** {@code onHand} and {@code reserved} shrink. */
  TAKE_HELD,
  /** {@code onHand} shrinks, if there is enough of every line that nobody holds. */
  TAKE_FREE,
  /** {@code reserved} shrinks. */
  GIVE_BACK;

  /** Whether too little stock can stand in the way; the others always succeed. */
  public boolean isConditional() {
    return this == HOLD || this == TAKE_FREE;
  }
}
