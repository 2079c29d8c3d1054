package io.jangteo.cli.replay;

import java.util.List;
import java.util.Optional;

/**
 * All rows of one invoice number, in file order.
 *
 * @param customer empty for a guest
 */
record Invoice(String number, Optional<String> customer, List<TradeLine> lines) {
  Invoice {
    lines = List.copyOf(lines);
  }

  /** Goods returned to an earlier order. */
  boolean isCancellation() {
    return number.startsWith("C");
  }

  /** What was sold; empty when the invoice is no order. */
  List<TradeLine> sales() {
    return isCancellation() ? List.of() : lines.stream().filter(TradeLine::isSale).toList();
  }

  /** Rows of an order's invoice that are no sale: the count of the shelf was put right. */
  List<TradeLine> corrections() {
    return isCancellation()
        ? List.of()
        : lines.stream().filter(line -> !line.isSale() && line.quantity() != 0).toList();
  }
}
