package io.jangteo.contracts.inventory;

import java.util.UUID;

/** Nothing is held for the order, and a later reservation of it will be refused. */
public record StockReleased(UUID orderId) {}
