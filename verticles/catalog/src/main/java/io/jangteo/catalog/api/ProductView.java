package io.jangteo.catalog.api;

import io.jangteo.catalog.domain.Content;
import io.jangteo.catalog.domain.Product;
import io.jangteo.contracts.Money;

/** A product as everyone sees it. */
record ProductView(String sku, String name, String description, Money price, Long version) {
  static ProductView of(Product product) {
    return view(product.sku().value(), product.content(), product.version());
  }

  /** Of the content alone: what a patch applies to. */
  static ProductView of(Content content) {
    return view(null, content, null);
  }

  private static ProductView view(String sku, Content content, Long version) {
    return new ProductView(
        sku,
        content.name(),
        content.description().orElse(null),
        new Money(content.price().amountMinor(), content.price().currency()),
        version);
  }
}
