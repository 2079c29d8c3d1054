package io.jangteo.shipping.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.shipping.ShipmentCancelled;
import io.jangteo.contracts.shipping.ShipmentDelivered;
import io.jangteo.contracts.shipping.ShipmentHandedOver;
import io.jangteo.contracts.shipping.ShipmentRefused;
import io.jangteo.contracts.shipping.ShipmentScheduled;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.runtime.Ids;
import io.jangteo.shipping.application.AdvanceShipment.Advance;
import java.util.List;
import java.util.UUID;

/** What others are told about shipments. */
public final class ShipmentWords {
  private static final String AGGREGATE_TYPE = "shipping";

  private ShipmentWords() {}

  /** Sends what came of a report, if anything did: an event that happens once per order. */
  public static void announce(Transaction transaction, UUID orderId, Advance advance) {
    send(transaction, orderId, orderId, advance);
  }

  /** Answers a command; the answer's id follows from the command's id and the answer's type. */
  static void answer(
      Transaction transaction, InboundMessage command, UUID orderId, Advance advance) {
    send(transaction, command.id(), orderId, advance);
  }

  /** Ids of every answer the command can have had: one of them at most was given. */
  static List<UUID> possibleAnswers(InboundMessage command) {
    return ShippingMessages.EVENTS.stream()
        .map(type -> Ids.named(command.id(), type.name()))
        .toList();
  }

  private static void send(Transaction transaction, UUID namespace, UUID orderId, Advance advance) {
    UUID shipmentId = advance.shipmentId();
    Said<?> said =
        switch (advance.decision().word()) {
          case SCHEDULED ->
              new Said<>(
                  ShippingMessages.SCHEDULED,
                  new ShipmentScheduled(orderId, shipmentId, advance.trackingCode()));
          case REFUSED ->
              new Said<>(
                  ShippingMessages.REFUSED,
                  new ShipmentRefused(orderId, advance.decision().reason().text()));
          case CANCELLED -> new Said<>(ShippingMessages.CANCELLED, new ShipmentCancelled(orderId));
          case HANDED_OVER ->
              new Said<>(ShippingMessages.HANDED_OVER, new ShipmentHandedOver(orderId, shipmentId));
          case DELIVERED ->
              new Said<>(ShippingMessages.DELIVERED, new ShipmentDelivered(orderId, shipmentId));
          case NOTHING -> null;
        };
    if (said != null) {
      transaction.send(said.about(namespace, orderId, advance.version()));
    }
  }

  /** A type with a payload of that type. */
  private record Said<T>(MessageType<T> type, T payload) {
    OutboundMessage about(UUID namespace, UUID orderId, long version) {
      UUID id = Ids.named(namespace, type.name());
      return new OutboundMessage(id, type, AGGREGATE_TYPE, orderId, version, orderId, payload);
    }
  }
}
