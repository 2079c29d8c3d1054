package io.jangteo.order.domain;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The stored names of {@link OrderEvent}s, apart from the names of classes. */
public enum OrderEventType {
  ORDER_PLACED("OrderPlaced", OrderEvent.OrderPlaced.class),
  PAYMENT_AUTHORIZED("PaymentAuthorized", OrderEvent.PaymentAuthorized.class),
  PAYMENT_DECLINED("PaymentDeclined", OrderEvent.PaymentDeclined.class),
  STOCK_RESERVED("StockReserved", OrderEvent.StockReserved.class),
  STOCK_UNAVAILABLE("StockUnavailable", OrderEvent.StockUnavailable.class),
  SHIPMENT_SCHEDULED("ShipmentScheduled", OrderEvent.ShipmentScheduled.class),
  SHIPMENT_REFUSED("ShipmentRefused", OrderEvent.ShipmentRefused.class),
  PAYMENT_CAPTURED("PaymentCaptured", OrderEvent.PaymentCaptured.class),
  CAPTURE_REFUSED("CaptureRefused", OrderEvent.CaptureRefused.class),
  STOCK_COMMITTED("StockCommitted", OrderEvent.StockCommitted.class),
  CANCELLATION_REQUESTED("CancellationRequested", OrderEvent.CancellationRequested.class),
  COMPENSATION_STARTED("CompensationStarted", OrderEvent.CompensationStarted.class),
  SHIPMENT_CANCELLED("ShipmentCancelled", OrderEvent.ShipmentCancelled.class),
  STOCK_RELEASED("StockReleased", OrderEvent.StockReleased.class),
  PAYMENT_VOIDED("PaymentVoided", OrderEvent.PaymentVoided.class),
  ORDER_COMPLETED("OrderCompleted", OrderEvent.OrderCompleted.class),
  ORDER_COMPENSATED("OrderCompensated", OrderEvent.OrderCompensated.class),
  ORDER_PARKED("OrderParked", OrderEvent.OrderParked.class),
  ORDER_RESUMED("OrderResumed", OrderEvent.OrderResumed.class),
  COMPENSATION_FORCED("CompensationForced", OrderEvent.CompensationForced.class),
  SHIPMENT_CANCELLATION_SKIPPED(
      "ShipmentCancellationSkipped", OrderEvent.ShipmentCancellationSkipped.class),
  STOCK_RELEASE_SKIPPED("StockReleaseSkipped", OrderEvent.StockReleaseSkipped.class);

  private static final Map<Class<?>, OrderEventType> BY_CLASS =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.eventClass, Function.identity()));
  private static final Map<String, OrderEventType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.storedName, Function.identity()));

  private final String storedName;
  private final Class<? extends OrderEvent> eventClass;

  OrderEventType(String storedName, Class<? extends OrderEvent> eventClass) {
    this.storedName = storedName;
    this.eventClass = eventClass;
  }

  static OrderEventType of(OrderEvent event) {
    return BY_CLASS.get(event.getClass());
  }

  /**
   * @throws IllegalArgumentException when no version of ours ever stored such a name
   */
  public static OrderEventType named(String storedName) {
    OrderEventType type = BY_NAME.get(storedName);
    if (type == null) {
      throw new IllegalArgumentException(storedName + " is not an order event");
    }
    return type;
  }

  public String storedName() {
    return storedName;
  }

  public Class<? extends OrderEvent> eventClass() {
    return eventClass;
  }
}
