package io.jangteo.contracts.inventory;

import java.util.UUID;

/** The goods are no longer there; a person must decide. */
public record StockCommitRefused(UUID orderId, String reason) {}
