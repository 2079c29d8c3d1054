package io.jangteo.contracts.inventory;

/** Goods came in. */
public record StockReceived(String sku, long quantity, String reference, long onHand) {}
