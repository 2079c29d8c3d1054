package io.jangteo.inventory.api;

import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.StockLevel;

/** A receipt or correction in the books, with the level right after it. */
record StockEntryView(
    String sku, long quantity, String reference, long onHand, long reserved, long available) {
  static StockEntryView of(Entry entry, StockLevel after) {
    return new StockEntryView(
        entry.sku(),
        entry.quantity(),
        entry.reference(),
        after.onHand(),
        after.reserved(),
        after.available());
  }
}
