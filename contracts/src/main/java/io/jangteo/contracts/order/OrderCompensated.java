package io.jangteo.contracts.order;

import java.util.UUID;

/** The order ended with nothing held and nothing taken. */
public record OrderCompensated(UUID orderId, String reason) {}
