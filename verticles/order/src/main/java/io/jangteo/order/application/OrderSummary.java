package io.jangteo.order.application;

import io.jangteo.contracts.Money;
import io.jangteo.order.domain.OrderStatus;
import java.time.Instant;
import java.util.UUID;

/** An order in a list, without its lines; the component names are the public representation. */
public record OrderSummary(
    UUID id,
    OrderStatus status,
    Money total,
    long version,
    UUID memberId,
    Instant createdAt,
    Instant updatedAt,
    String reason) {}
