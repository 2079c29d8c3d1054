package io.jangteo.order.domain;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.inventory.StockLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Arithmetic over the lines of one order. */
public final class OrderLines {
  private OrderLines() {}

  /**
   * The sum of all lines; empty when it does not fit 64 bits.
   *
   * @param lines at least one, all of one currency
   */
  public static Optional<Money> total(List<OrderLine> lines) {
    try {
      long sum = 0;
      for (OrderLine line : lines) {
        sum =
            Math.addExact(
                sum, Math.multiplyExact(line.unitPrice().amountMinor(), (long) line.quantity()));
      }
      return Optional.of(new Money(sum, lines.get(0).unitPrice().currency()));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Pieces in all. */
  public static long units(List<OrderLine> lines) {
    return lines.stream().mapToLong(OrderLine::quantity).sum();
  }

  /** What must be held: each sku once, in one order for everybody. */
  public static List<StockLine> bySku(List<OrderLine> lines) {
    Map<String, Integer> quantities = new TreeMap<>();
    lines.forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
    return quantities.entrySet().stream()
        .map(entry -> new StockLine(entry.getKey(), entry.getValue()))
        .toList();
  }
}
