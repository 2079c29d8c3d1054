package io.jangteo.contracts.shipping;

import io.jangteo.contracts.MessageType;
import java.util.List;

/** Durable messages of the shipping service. */
public final class ShippingMessages {
  public static final MessageType<ScheduleShipment> SCHEDULE =
      MessageType.command("shipping", "shipment.schedule.v1", ScheduleShipment.class);
  public static final MessageType<CancelShipment> CANCEL =
      MessageType.command("shipping", "shipment.cancel.v1", CancelShipment.class);
  public static final MessageType<ShipmentScheduled> SCHEDULED =
      MessageType.event("shipping", "shipment.scheduled.v1", ShipmentScheduled.class);
  public static final MessageType<ShipmentRefused> REFUSED =
      MessageType.event("shipping", "shipment.refused.v1", ShipmentRefused.class);
  public static final MessageType<ShipmentCancelled> CANCELLED =
      MessageType.event("shipping", "shipment.cancelled.v1", ShipmentCancelled.class);
  public static final MessageType<ShipmentHandedOver> HANDED_OVER =
      MessageType.event("shipping", "shipment.handed-over.v1", ShipmentHandedOver.class);
  public static final MessageType<ShipmentDelivered> DELIVERED =
      MessageType.event("shipping", "shipment.delivered.v1", ShipmentDelivered.class);

  /** Every event of this service. */
  public static final List<MessageType<?>> EVENTS =
      List.of(SCHEDULED, REFUSED, CANCELLED, HANDED_OVER, DELIVERED);

  /** Every command this service obeys. */
  public static final List<MessageType<?>> COMMANDS = List.of(SCHEDULE, CANCEL);

  private ShippingMessages() {}
}
