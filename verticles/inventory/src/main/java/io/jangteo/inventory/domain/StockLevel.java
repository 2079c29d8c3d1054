package io.jangteo.inventory.domain;

import java.util.Optional;

/**
 * How many of one product there are, and how many of these are held for orders.
 *
 * @param version receipts and corrections so far
 */
public record StockLevel(long onHand, long reserved, long version) {
  public static final StockLevel NOTHING = new StockLevel(0, 0, 0);

  public StockLevel {
    if (reserved < 0 || reserved > onHand) {
      throw new IllegalArgumentException("more is held than there is");
    }
  }

  /** What a new order can still get. */
  public long available() {
    return onHand - reserved;
  }

  /** The level after an entry of {@code quantity}; empty when held goods would be missing. */
  public Optional<StockLevel> plus(long quantity) {
    return onHand + quantity < reserved
        ? Optional.empty()
        : Optional.of(new StockLevel(onHand + quantity, reserved, version + 1));
  }
}
