package io.jangteo.contracts.inventory;

import java.util.UUID;

/**
 * The held goods are sold: take them off the shelf. Answered by {@link StockCommitted} or {@link
 * StockCommitRefused}.
 */
public record CommitStock(UUID orderId) {}
