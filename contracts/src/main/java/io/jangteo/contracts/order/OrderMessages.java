package io.jangteo.contracts.order;

import io.jangteo.contracts.MessageType;
import java.util.List;

/** Durable messages of the order service. */
public final class OrderMessages {
  public static final MessageType<OrderPlaced> PLACED =
      MessageType.event("order", "order.placed.v1", OrderPlaced.class);
  public static final MessageType<OrderCompleted> COMPLETED =
      MessageType.event("order", "order.completed.v1", OrderCompleted.class);
  public static final MessageType<OrderCompensated> COMPENSATED =
      MessageType.event("order", "order.compensated.v1", OrderCompensated.class);
  public static final MessageType<OrderParked> PARKED =
      MessageType.event("order", "order.parked.v1", OrderParked.class);

  /** Every event of this service. */
  public static final List<MessageType<?>> EVENTS = List.of(PLACED, COMPLETED, COMPENSATED, PARKED);

  private OrderMessages() {}
}
