package io.jangteo.contracts.catalog;

/** A product can no longer be bought. */
public record ProductWithdrawn(String sku, long version) {}
