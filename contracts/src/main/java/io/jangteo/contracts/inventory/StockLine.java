package io.jangteo.contracts.inventory;

/** How many of one product; quantities are at least 1 and a sku stands once. */
public record StockLine(String sku, int quantity) {}
