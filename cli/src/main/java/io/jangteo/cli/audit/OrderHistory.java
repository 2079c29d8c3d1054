package io.jangteo.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges an order's events from outside, by a table written for this purpose and not shared with
 * the order service.
 */
final class OrderHistory {
  /** Event to the events that may come right after it. */
  private static final Map<String, Set<String>> NEXT =
      Map.ofEntries(
          Map.entry("OrderPlaced", Set.of("PaymentAuthorized", "PaymentDeclined")),
          Map.entry("PaymentAuthorized", Set.of("StockReserved", "StockUnavailable")),
          Map.entry("StockReserved", Set.of("ShipmentScheduled", "ShipmentRefused")),
          Map.entry("ShipmentScheduled", Set.of("PaymentCaptured", "CaptureRefused")),
          Map.entry("PaymentCaptured", Set.of("StockCommitted", "OrderParked")),
          Map.entry("StockCommitted", Set.of("OrderCompleted")),
          Map.entry("PaymentDeclined", Set.of("CompensationStarted", "OrderCompensated")),
          Map.entry("StockUnavailable", Set.of("CompensationStarted")),
          Map.entry("ShipmentRefused", Set.of("CompensationStarted")),
          Map.entry("CaptureRefused", Set.of("CompensationStarted")),
          Map.entry("CancellationRequested", Set.of("CompensationStarted")),
          Map.entry("CompensationForced", Set.of("CompensationStarted")),
          Map.entry("OrderParked", Set.of("OrderResumed")),
          Map.entry("OrderResumed", Set.of("StockCommitted", "OrderParked")),
          Map.entry(
              "CompensationStarted",
              Set.of(
                  "ShipmentCancelled",
                  "ShipmentCancellationSkipped",
                  "StockReleased",
                  "StockReleaseSkipped",
                  "PaymentVoided",
                  "OrderCompensated")),
          Map.entry("ShipmentCancelled", Set.of("StockReleased", "StockReleaseSkipped")),
          Map.entry("ShipmentCancellationSkipped", Set.of("StockReleased", "StockReleaseSkipped")),
          Map.entry("StockReleased", Set.of("PaymentVoided")),
          Map.entry("StockReleaseSkipped", Set.of("PaymentVoided")),
          Map.entry("PaymentVoided", Set.of("OrderCompensated")));

  /** Events after which a cancellation or a time-out may turn the order back. */
  private static final Set<String> BEFORE_THE_PIVOT =
      Set.of("OrderPlaced", "PaymentAuthorized", "StockReserved", "ShipmentScheduled");

  private static final Set<String> TURNS =
      Set.of("CancellationRequested", "CompensationForced", "CompensationStarted");

  /** Steps that leave something behind, in their order, and what takes it back. */
  private static final List<String> DONE =
      List.of("PaymentAuthorized", "StockReserved", "ShipmentScheduled");

  private static final List<String> UNDONE =
      List.of("PaymentVoided", "StockReleased", "ShipmentCancelled");

  private static final Set<String> ENDS =
      Set.of("OrderCompleted", "OrderCompensated", "OrderParked");

  /** What an operator has seen to stands for what the participant did not say. */
  private static final Map<String, String> BY_HAND =
      Map.of(
          "ShipmentCancellationSkipped", "ShipmentCancelled",
          "StockReleaseSkipped", "StockReleased");

  private OrderHistory() {}

  /** What is illegal in {@code events}, if anything. */
  static Optional<String> illegalTransition(List<String> events) {
    if (!events.get(0).equals("OrderPlaced")) {
      return Optional.of("begins with " + events.get(0));
    }
    for (int i = 1; i < events.size(); i++) {
      String before = events.get(i - 1);
      String event = events.get(i);
      boolean turnsBack = BEFORE_THE_PIVOT.contains(before) && TURNS.contains(event);
      if (!turnsBack && !NEXT.getOrDefault(before, Set.of()).contains(event)) {
        return Optional.of(before + " is followed by " + event);
      }
    }
    return Optional.empty();
  }

  /** What is wrong with the end of {@code events}, if anything. */
  static Optional<String> wrongEnd(List<String> events) {
    long resumed = events.stream().filter("OrderResumed"::equals).count();
    long ends = events.stream().filter(ENDS::contains).count() - resumed;
    boolean endsLast = ends == 0 || ENDS.contains(events.get(events.size() - 1));
    return ends > 1 || !endsLast
        ? Optional.of("ends " + ends + " times, last with " + events.get(events.size() - 1))
        : Optional.empty();
  }

  /** For a compensated order: what was done and not undone once, or undone out of turn. */
  static Optional<String> incompleteCompensation(List<String> events) {
    if (!events.contains("OrderCompensated")) {
      return Optional.empty();
    }
    List<String> undone =
        new ArrayList<>(
            events.stream()
                .map(event -> BY_HAND.getOrDefault(event, event))
                .filter(UNDONE::contains)
                .toList());
    for (int i = 0; i < DONE.size(); i++) {
      int step = i;
      long times = undone.stream().filter(UNDONE.get(step)::equals).count();
      if (events.contains(DONE.get(step)) && times != 1) {
        return Optional.of(DONE.get(step) + " was undone " + times + " times");
      }
    }
    List<String> inTurn = new ArrayList<>(UNDONE);
    java.util.Collections.reverse(inTurn);
    inTurn.retainAll(undone);
    return inTurn.equals(undone) ? Optional.empty() : Optional.of("undone in the order " + undone);
  }
}
