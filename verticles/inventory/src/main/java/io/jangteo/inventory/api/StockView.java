package io.jangteo.inventory.api;

import io.jangteo.inventory.domain.StockLevel;

/** The stock of a product as clients read it. */
record StockView(String sku, long onHand, long reserved, long available) {
  static StockView of(String sku, StockLevel level) {
    return new StockView(sku, level.onHand(), level.reserved(), level.available());
  }
}
