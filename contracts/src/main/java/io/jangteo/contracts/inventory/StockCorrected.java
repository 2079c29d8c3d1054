package io.jangteo.contracts.inventory;

/** A count was put right; {@code quantity} may be negative. */
public record StockCorrected(String sku, long quantity, String reference, long onHand) {}
