package io.jangteo.contracts.inventory;

import java.util.UUID;

/**
 * Give back what is held for the order, if anything is or ever will be. Answered by {@link
 * StockReleased}.
 */
public record ReleaseStock(UUID orderId) {}
