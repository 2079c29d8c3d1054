package io.jangteo.inventory.domain;

import io.jangteo.inventory.domain.Decision.Answer;
import io.jangteo.inventory.domain.Decision.Outcome;
import io.jangteo.inventory.domain.Reservation.Reason;
import io.jangteo.inventory.domain.Reservation.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stock and reservations in memory: movements as their documentation says, decisions as decided.
 */
final class Warehouse {
  final Map<String, Long> onHand = new HashMap<>();
  final Map<String, Long> reserved = new HashMap<>();
  final Map<String, Reservation> reservations = new HashMap<>();
  final Map<String, List<Line>> lines = new HashMap<>();
  final Map<String, Integer> sales = new HashMap<>();

  Warehouse with(String sku, long quantity) {
    onHand.put(sku, quantity);
    reserved.put(sku, 0L);
    return this;
  }

  Answer obey(String order, Command command, List<Line> wanted) {
    Reservation before = reservations.getOrDefault(order, Reservation.UNSEEN);
    Decision decision = before.on(command);
    List<Line> own = before.state() == State.UNSEEN ? wanted : lines.get(order);
    boolean enough =
        own.stream().allMatch(l -> onHand.get(l.sku()) - reserved.get(l.sku()) >= l.quantity());
    boolean moved = !decision.movement().isConditional() || enough;
    if (moved) {
      own.forEach(line -> move(decision.movement(), line));
    }
    Outcome outcome = moved ? decision.done() : decision.lacking();
    if (before.state() == State.UNSEEN) {
      lines.put(order, command == Command.RESERVE ? wanted : List.of());
    }
    if (outcome.state() == State.COMMITTED && before.state() != State.COMMITTED) {
      sales.merge(order, 1, Integer::sum);
    }
    reservations.put(
        order,
        new Reservation(
            outcome.state(), outcome.reason(), lines.get(order).size(), before.version() + 1));
    return outcome.answer();
  }

  /** What the reaper does. */
  void expire(String order) {
    Reservation before = reservations.getOrDefault(order, Reservation.UNSEEN);
    if (before.state() == State.HELD) {
      lines.get(order).forEach(line -> move(Movement.GIVE_BACK, line));
      reservations.put(
          order, new Reservation(State.RELEASED, Reason.EXPIRED, before.lines(), before.version()));
    }
  }

  private void move(Movement movement, Line line) {
    long quantity = line.quantity();
    switch (movement) {
      case HOLD -> reserved.merge(line.sku(), quantity, Long::sum);
      case GIVE_BACK -> reserved.merge(line.sku(), -quantity, Long::sum);
      case TAKE_FREE -> onHand.merge(line.sku(), -quantity, Long::sum);
      case TAKE_HELD -> {
        onHand.merge(line.sku(), -quantity, Long::sum);
        reserved.merge(line.sku(), -quantity, Long::sum);
      }
      case NONE -> {}
    }
  }

  long held(String sku) {
    return total(sku, State.HELD);
  }

  long sold(String sku) {
    return total(sku, State.COMMITTED);
  }

  private long total(String sku, State state) {
    return reservations.entrySet().stream()
        .filter(entry -> entry.getValue().state() == state)
        .flatMap(entry -> lines.get(entry.getKey()).stream())
        .filter(line -> line.sku().equals(sku))
        .mapToLong(Line::quantity)
        .sum();
  }
}
