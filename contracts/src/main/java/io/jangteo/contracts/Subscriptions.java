package io.jangteo.contracts;

import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who consumes what. Whatever is subscribed to here must never be published to nobody. */
public final class Subscriptions {
  public static final Subscription PAYMENT_COMMANDS =
      new Subscription("payment", PaymentMessages.COMMANDS);
  public static final Subscription INVENTORY_COMMANDS =
      new Subscription("inventory", InventoryMessages.COMMANDS);
  public static final Subscription SHIPPING_COMMANDS =
      new Subscription("shipping", ShippingMessages.COMMANDS);

  /** How the saga learns what payment did. */
  public static final Subscription ORDER_FROM_PAYMENT =
      new Subscription(
          "order",
          List.of(
              PaymentMessages.AUTHORIZED,
              PaymentMessages.DECLINED,
              PaymentMessages.VOIDED,
              PaymentMessages.CAPTURED,
              PaymentMessages.CAPTURE_REFUSED));

  /** How the saga learns what inventory did. */
  public static final Subscription ORDER_FROM_INVENTORY =
      new Subscription(
          "order",
          List.of(
              InventoryMessages.RESERVED,
              InventoryMessages.UNAVAILABLE,
              InventoryMessages.RELEASED,
              InventoryMessages.COMMITTED,
              InventoryMessages.COMMIT_REFUSED));

  /** How the saga learns what shipping did. */
  public static final Subscription ORDER_FROM_SHIPPING =
      new Subscription(
          "order",
          List.of(
              ShippingMessages.SCHEDULED, ShippingMessages.REFUSED, ShippingMessages.CANCELLED));

  /** A shipment may leave only when its order has completed. */
  public static final Subscription SHIPPING_FROM_ORDER =
      new Subscription("shipping", List.of(OrderMessages.COMPLETED));

  public static final List<Subscription> ALL =
      List.of(
          PAYMENT_COMMANDS,
          INVENTORY_COMMANDS,
          SHIPPING_COMMANDS,
          ORDER_FROM_PAYMENT,
          ORDER_FROM_INVENTORY,
          ORDER_FROM_SHIPPING,
          SHIPPING_FROM_ORDER);

  private Subscriptions() {}

  /** Names of the message types that somebody consumes. */
  public static Set<String> subscribedTypes() {
    return ALL.stream()
        .flatMap(subscription -> subscription.types().stream())
        .map(MessageType::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
