package io.jangteo.contracts.catalog;

import io.jangteo.contracts.Money;

/** A product can be bought. */
public record ProductListed(String sku, String name, Money price, long version) {}
