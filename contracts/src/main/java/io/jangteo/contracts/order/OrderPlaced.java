package io.jangteo.contracts.order;

import io.jangteo.contracts.Money;
import java.util.UUID;

/** An order was accepted; {@code memberId} is null for a guest. */
public record OrderPlaced(UUID orderId, UUID memberId, Money total, int lines, long units) {}
