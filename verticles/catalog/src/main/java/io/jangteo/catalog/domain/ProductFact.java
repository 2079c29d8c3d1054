package io.jangteo.catalog.domain;

/** Something that happened to a product. Every fact has a version of the product to itself. */
public sealed interface ProductFact {
  Sku sku();

  /** The product's version from this fact on. */
  long version();

  /** It can be bought from now on. */
  record Listed(Sku sku, String name, Price price, long version) implements ProductFact {}

  /** Its name or description is another. */
  record Reworded(Sku sku, String name, long version) implements ProductFact {}

  /** It costs something else. */
  record Repriced(Sku sku, Price before, Price after, long version) implements ProductFact {}

  /** It can no longer be bought. */
  record Withdrawn(Sku sku, long version) implements ProductFact {}
}
