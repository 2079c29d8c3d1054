package io.jangteo.order.domain;

import io.jangteo.contracts.Money;

/** One line as it was accepted: the price is fixed from then on. */
public record OrderLine(String sku, int quantity, Money unitPrice) {
  public OrderLine {
    if (quantity < 1) {
      throw new IllegalArgumentException("a line has at least one unit");
    }
  }
}
