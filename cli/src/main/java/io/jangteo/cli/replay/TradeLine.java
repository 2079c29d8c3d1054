package io.jangteo.cli.replay;

/**
 * One row of a trade file.
 *
 * @param quantity negative for goods that came back or were written off
 * @param unitPence price in pence
 */
record TradeLine(String sku, String description, long quantity, long unitPence) {
  boolean isSale() {
    return quantity > 0 && unitPence > 0;
  }
}
