package io.jangteo.inventory.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.StockCommitRefused;
import io.jangteo.contracts.inventory.StockCommitted;
import io.jangteo.contracts.inventory.StockReleased;
import io.jangteo.contracts.inventory.StockReserved;
import io.jangteo.contracts.inventory.StockUnavailable;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.OutboundMessage;
import io.jangteo.inventory.application.SettleReservation.Settlement;
import io.jangteo.inventory.domain.Shortage;
import io.jangteo.runtime.Ids;
import java.util.List;
import java.util.UUID;

/** The answers to commands. An answer's id follows from the command's id and the answer's type. */
final class StockReplies {
  private static final String AGGREGATE_TYPE = "inventory";

  private StockReplies() {}

  /** The settlement as a message; the answer must not be silence. */
  static OutboundMessage of(InboundMessage command, UUID orderId, Settlement settlement) {
    String reason = settlement.reason() == null ? null : settlement.reason().text();
    return switch (settlement.answer()) {
      case RESERVED ->
          reply(
              command, orderId, settlement, InventoryMessages.RESERVED, new StockReserved(orderId));
      case UNAVAILABLE ->
          reply(
              command,
              orderId,
              settlement,
              InventoryMessages.UNAVAILABLE,
              new StockUnavailable(orderId, reason, shortages(settlement.shortages())));
      case COMMITTED ->
          reply(
              command,
              orderId,
              settlement,
              InventoryMessages.COMMITTED,
              new StockCommitted(orderId));
      case COMMIT_REFUSED ->
          reply(
              command,
              orderId,
              settlement,
              InventoryMessages.COMMIT_REFUSED,
              new StockCommitRefused(orderId, reason));
      case RELEASED ->
          reply(
              command, orderId, settlement, InventoryMessages.RELEASED, new StockReleased(orderId));
      case SILENCE -> throw new IllegalArgumentException("silence is not a message");
    };
  }

  private static <T> OutboundMessage reply(
      InboundMessage command, UUID orderId, Settlement settlement, MessageType<T> type, T payload) {
    return new OutboundMessage(
        Ids.named(command.id(), type.name()),
        type,
        AGGREGATE_TYPE,
        orderId,
        settlement.version(),
        orderId,
        payload);
  }

  private static List<StockUnavailable.Shortage> shortages(List<Shortage> shortages) {
    return shortages.stream()
        .map(
            lacking ->
                new StockUnavailable.Shortage(
                    lacking.sku(), lacking.requested(), lacking.available()))
        .toList();
  }

  /** Ids of every answer the command can have had: one of them at most was given. */
  static List<UUID> possibleIds(InboundMessage command) {
    return InventoryMessages.EVENTS.stream()
        .map(type -> Ids.named(command.id(), type.name()))
        .toList();
  }
}
