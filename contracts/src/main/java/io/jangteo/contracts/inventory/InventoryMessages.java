package io.jangteo.contracts.inventory;

import io.jangteo.contracts.MessageType;
import java.util.List;

/** Durable messages of the inventory service. */
public final class InventoryMessages {
  public static final MessageType<ReserveStock> RESERVE =
      MessageType.command("inventory", "stock.reserve.v1", ReserveStock.class);
  public static final MessageType<ReleaseStock> RELEASE =
      MessageType.command("inventory", "stock.release.v1", ReleaseStock.class);
  public static final MessageType<CommitStock> COMMIT =
      MessageType.command("inventory", "stock.commit.v1", CommitStock.class);
  public static final MessageType<StockReserved> RESERVED =
      MessageType.event("inventory", "stock.reserved.v1", StockReserved.class);
  public static final MessageType<StockUnavailable> UNAVAILABLE =
      MessageType.event("inventory", "stock.unavailable.v1", StockUnavailable.class);
  public static final MessageType<StockReleased> RELEASED =
      MessageType.event("inventory", "stock.released.v1", StockReleased.class);
  public static final MessageType<StockCommitted> COMMITTED =
      MessageType.event("inventory", "stock.committed.v1", StockCommitted.class);
  public static final MessageType<StockCommitRefused> COMMIT_REFUSED =
      MessageType.event("inventory", "stock.commit-refused.v1", StockCommitRefused.class);
  public static final MessageType<StockReceived> RECEIVED =
      MessageType.event("inventory", "stock.received.v1", StockReceived.class);
  public static final MessageType<StockCorrected> CORRECTED =
      MessageType.event("inventory", "stock.corrected.v1", StockCorrected.class);

  /** Every event of this service. */
  public static final List<MessageType<?>> EVENTS =
      List.of(RESERVED, UNAVAILABLE, RELEASED, COMMITTED, COMMIT_REFUSED, RECEIVED, CORRECTED);

  /** Every command this service obeys. */
  public static final List<MessageType<?>> COMMANDS = List.of(RESERVE, RELEASE, COMMIT);

  private InventoryMessages() {}
}
