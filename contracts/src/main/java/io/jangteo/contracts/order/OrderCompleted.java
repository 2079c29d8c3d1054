package io.jangteo.contracts.order;

import io.jangteo.contracts.Money;
import java.util.UUID;

/** Money captured, goods sold, shipment planned. */
public record OrderCompleted(UUID orderId, Money total) {}
