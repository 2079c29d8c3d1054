package io.jangteo.inventory.domain;

/** So many of one product. */
public record Line(String sku, int quantity) {
  public Line {
    if (!Sku.isWellFormed(sku)) {
      throw new IllegalArgumentException("a line needs a well-formed sku");
    }
    if (quantity < 1) {
      throw new IllegalArgumentException("a line needs a quantity of at least 1");
    }
  }
}
