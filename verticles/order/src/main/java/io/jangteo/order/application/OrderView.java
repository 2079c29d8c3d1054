package io.jangteo.order.application;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderLine;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.OrderStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order as its owner reads it; the component names are the public representation.
 *
 * @param placedBy not shown: who else than the owner may read it
 */
public record OrderView(
    UUID id,
    OrderStatus status,
    Money total,
    List<OrderLine> lines,
    long version,
    UUID memberId,
    @JsonIgnore UUID placedBy,
    Address shippingAddress,
    Instant createdAt,
    Instant updatedAt,
    String reason) {

  /** The order as it was placed, at the state it has come to. */
  public static OrderView of(
      UUID id, OrderPlaced placed, OrderState state, Instant createdAt, Instant updatedAt) {
    return new OrderView(
        id,
        state.status(),
        placed.total(),
        placed.lines(),
        state.version(),
        placed.memberId(),
        placed.placedBy(),
        placed.shippingAddress(),
        createdAt,
        updatedAt,
        state.reason());
  }
}
