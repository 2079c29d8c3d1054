package io.jangteo.inventory.domain;

/**
 * A receipt or correction.
 *
 * @param reference the document it comes from; a product takes one reference of a kind once
 */
public record Entry(EntryKind kind, String sku, long quantity, String reference) {}
