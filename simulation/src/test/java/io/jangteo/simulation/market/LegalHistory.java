package io.jangteo.simulation.market;

import io.jangteo.order.domain.OrderEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table of what may follow what, written apart from the order service's own. */
final class LegalHistory {
  private static final String BACK = "CompensationStarted";

  private static final Map<String, Set<String>> NEXT =
      Map.ofEntries(
          Map.entry(
              "OrderPlaced",
              Set.of("PaymentAuthorized", "PaymentDeclined", "CancellationRequested", BACK)),
          Map.entry(
              "PaymentAuthorized",
              Set.of("StockReserved", "StockUnavailable", "CancellationRequested", BACK)),
          Map.entry(
              "StockReserved",
              Set.of("ShipmentScheduled", "ShipmentRefused", "CancellationRequested", BACK)),
          Map.entry("ShipmentScheduled", Set.of("PaymentCaptured", "CaptureRefused")),
          Map.entry("PaymentCaptured", Set.of("StockCommitted", "OrderParked")),
          Map.entry("StockCommitted", Set.of("OrderCompleted")),
          Map.entry("PaymentDeclined", Set.of(BACK)),
          Map.entry("StockUnavailable", Set.of(BACK)),
          Map.entry("ShipmentRefused", Set.of(BACK)),
          Map.entry("CaptureRefused", Set.of(BACK)),
          Map.entry("CancellationRequested", Set.of(BACK)),
          Map.entry(
              BACK,
              Set.of(
                  "ShipmentCancelled",
                  "StockReleased",
                  "PaymentVoided",
                  "OrderCompensated",
                  "OrderParked")),
          Map.entry("ShipmentCancelled", Set.of("StockReleased", "OrderParked")),
          Map.entry("StockReleased", Set.of("PaymentVoided", "OrderParked")),
          Map.entry("PaymentVoided", Set.of("OrderCompensated")));

  private static final Map<String, String> UNDOES =
      Map.of(
          "ShipmentCancelled", "ShipmentScheduled",
          "StockReleased", "StockReserved",
          "PaymentVoided", "PaymentAuthorized");

  private LegalHistory() {}

  /** What is wrong with it, if anything. */
  static Optional<String> fault(List<OrderEvent> history) {
    String before = null;
    Deque<String> done = new ArrayDeque<>();
    for (OrderEvent event : history) {
      String name = event.getClass().getSimpleName();
      boolean allowed =
          before == null
              ? name.equals("OrderPlaced")
              : NEXT.getOrDefault(before, Set.of()).contains(name);
      if (!allowed) {
        return Optional.of(name + " follows " + before);
      }
      if (UNDOES.containsValue(name)) {
        done.push(name);
      } else if (UNDOES.containsKey(name) && done.contains(UNDOES.get(name))) {
        if (!done.pop().equals(UNDOES.get(name))) {
          return Optional.of(name + " is not in reverse");
        }
      } else if (name.equals("OrderCompensated") && !done.isEmpty()) {
        return Optional.of("compensated with " + done + " left");
      }
      before = name;
    }
    return Optional.empty();
  }
}
