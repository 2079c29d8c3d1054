package io.jangteo.contracts.inventory;

import java.util.List;
import java.util.UUID;

/**
 * Hold all lines for the order or none. Answered by {@link StockReserved} or {@link
 * StockUnavailable}.
 */
public record ReserveStock(UUID orderId, List<StockLine> lines) {}
