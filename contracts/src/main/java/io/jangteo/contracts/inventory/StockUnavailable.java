package io.jangteo.contracts.inventory;

import java.util.List;
import java.util.UUID;

/** Nothing is held and nothing will be: too little stock, or released before it was reserved. */
public record StockUnavailable(UUID orderId, String reason, List<Shortage> shortages) {
  /** What one product lacked; {@code available} as seen when the order was refused. */
  public record Shortage(String sku, long requested, long available) {}
}
