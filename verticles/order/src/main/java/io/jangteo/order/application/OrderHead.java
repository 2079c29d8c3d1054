package io.jangteo.order.application;

import io.jangteo.order.domain.OrderStatus;
import java.util.UUID;

/** As much of an order as it takes to know whether it went on, and who may look. */
public record OrderHead(UUID id, long version, OrderStatus status, UUID memberId, UUID placedBy) {}
