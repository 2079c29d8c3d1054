package io.jangteo.contracts.catalog;

/** Words about a product changed, its price did not. */
public record ProductChanged(String sku, String name, long version) {}
