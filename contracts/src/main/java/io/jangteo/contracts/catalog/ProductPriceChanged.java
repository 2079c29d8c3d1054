package io.jangteo.contracts.catalog;

import io.jangteo.contracts.Money;

/** A product costs something else from now on. */
public record ProductPriceChanged(String sku, Money before, Money after, long version) {}
