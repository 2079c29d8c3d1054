package io.jangteo.contracts.order;

import java.util.UUID;

/** The order can go neither forward nor back without a person. */
public record OrderParked(UUID orderId, String reason) {}
