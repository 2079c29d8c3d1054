package io.jangteo.contracts.inventory;

import java.util.UUID;

/** The goods have left the books. */
public record StockCommitted(UUID orderId) {}
