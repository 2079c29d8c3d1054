package io.jangteo.contracts.inventory;

import java.util.UUID;

/** Every line is held. */
public record StockReserved(UUID orderId) {}
