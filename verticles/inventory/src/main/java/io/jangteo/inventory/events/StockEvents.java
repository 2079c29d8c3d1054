package io.jangteo.inventory.events;

import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.StockCorrected;
import io.jangteo.contracts.inventory.StockReceived;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.runtime.Ids;
import java.util.UUID;

/** What others are told about the stock of a product. */
public final class StockEvents {
  private static final String AGGREGATE_TYPE = "stock";

  /** Names of products become ids within this space; it must never change. */
  private static final UUID SKUS = UUID.fromString("6f0c4c9e-5b0e-5d53-9a36-0f5f2f1f7a10");

  private StockEvents() {}

  /** Sends the event of an entry with the transaction that records it. */
  public static void announce(Transaction transaction, Entry entry, StockLevel after) {
    UUID productId = Ids.named(SKUS, entry.sku());
    transaction.send(
        switch (entry.kind()) {
          case RECEIPT ->
              new OutboundMessage(
                  eventId(productId, entry),
                  InventoryMessages.RECEIVED,
                  AGGREGATE_TYPE,
                  productId,
                  after.version(),
                  productId,
                  new StockReceived(
                      entry.sku(), entry.quantity(), entry.reference(), after.onHand()));
          case CORRECTION ->
              new OutboundMessage(
                  eventId(productId, entry),
                  InventoryMessages.CORRECTED,
                  AGGREGATE_TYPE,
                  productId,
                  after.version(),
                  productId,
                  new StockCorrected(
                      entry.sku(), entry.quantity(), entry.reference(), after.onHand()));
        });
  }

  private static UUID eventId(UUID productId, Entry entry) {
    return Ids.named(productId, entry.kind() + ":" + entry.reference());
  }
}
