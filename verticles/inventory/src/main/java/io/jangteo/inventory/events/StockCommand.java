package io.jangteo.inventory.events;

import io.jangteo.contracts.inventory.CommitStock;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.ReleaseStock;
import io.jangteo.contracts.inventory.ReserveStock;
import io.jangteo.contracts.inventory.StockLine;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import io.jangteo.inventory.domain.Command;
import io.jangteo.inventory.domain.Line;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A command as it was delivered.
 *
 * @param lines of a reservation; empty for the other commands
 */
record StockCommand(Command command, UUID orderId, List<Line> lines) {
  private static final int MOST_LINES = 1000;

  StockCommand {
    if (orderId == null) {
      throw new IllegalArgumentException("a command needs an orderId");
    }
  }

  /**
   * @throws UndecodableMessageException when it breaks the contract, which no retry can mend
   */
  static StockCommand read(InboundMessage message) {
    try {
      if (message.is(InventoryMessages.RESERVE)) {
        ReserveStock reserve = message.as(InventoryMessages.RESERVE);
        return new StockCommand(Command.RESERVE, reserve.orderId(), lines(reserve.lines()));
      }
      if (message.is(InventoryMessages.COMMIT)) {
        CommitStock commit = message.as(InventoryMessages.COMMIT);
        return new StockCommand(Command.COMMIT, commit.orderId(), List.of());
      }
      if (message.is(InventoryMessages.RELEASE)) {
        ReleaseStock release = message.as(InventoryMessages.RELEASE);
        return new StockCommand(Command.RELEASE, release.orderId(), List.of());
      }
      throw new IllegalArgumentException("not a command of this service");
    } catch (IllegalArgumentException e) {
      throw new UndecodableMessageException(message.type() + ": " + e.getMessage(), e);
    }
  }

  private static List<Line> lines(List<StockLine> lines) {
    if (lines == null || lines.isEmpty() || lines.size() > MOST_LINES) {
      throw new IllegalArgumentException("a reservation needs 1 to " + MOST_LINES + " lines");
    }
    Set<String> seen = new HashSet<>();
    return lines.stream().map(line -> distinct(line, seen)).toList();
  }

  private static Line distinct(StockLine line, Set<String> seen) {
    if (line == null || !seen.add(line.sku())) {
      throw new IllegalArgumentException("a sku may stand only once");
    }
    return new Line(line.sku(), line.quantity());
  }
}
