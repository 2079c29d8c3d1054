package io.jangteo.inventory.application;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.domain.Command;
import io.jangteo.inventory.domain.Decision;
import io.jangteo.inventory.domain.Decision.Answer;
import io.jangteo.inventory.domain.Decision.Outcome;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Reservation;
import io.jangteo.inventory.domain.Reservation.Reason;
import io.jangteo.inventory.domain.Shortage;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Carries out what an order asks of its reservation. */
public final class SettleReservation {
  private final Reservations reservations;
  private final Stock stock;

  public SettleReservation(Reservations reservations, Stock stock) {
    this.reservations = reservations;
    this.stock = stock;
  }

  /**
   * What the order is told.
   *
   * @param version of the message that says so
   * @param reason null unless something is refused
   */
  public record Settlement(Answer answer, Reason reason, long version, List<Shortage> shortages) {}

  /**
   * Locks everything that {@link #settle} will touch for these orders: reservations first, products
   * second, each in one order, so that no two batches can wait for each other.
   */
  public Future<Void> lock(
      Transaction transaction, Collection<UUID> orderIds, Collection<String> skus) {
    Future<Void> orders = reservations.lock(transaction, orderIds);
    Future<Void> products = stock.lock(transaction.connection(), skus, orderIds);
    return Future.all(orders, products).mapEmpty();
  }

  /**
   * Moves the stock and stores the outcome.
   *
   * @param lines of a {@link Command#RESERVE}; empty for the others
   */
  public Future<Settlement> settle(
      Transaction transaction, UUID orderId, Command command, List<Line> lines) {
    CrashPoint.COMPENSATING.passIf(command == Command.RELEASE, "RELEASE");
    return reservations
        .find(transaction, orderId)
        .compose(before -> carryOut(transaction, orderId, before, before.on(command), lines));
  }

  private Future<Settlement> carryOut(
      Transaction transaction,
      UUID orderId,
      Reservation before,
      Decision decision,
      List<Line> lines) {
    if (decision.done().answer() == Answer.SILENCE) {
      return Future.succeededFuture(settlement(before, decision.done(), List.of()));
    }
    int count = before.state() == Reservation.State.UNSEEN ? lines.size() : before.lines();
    Future<List<Shortage>> moved =
        stock.move(transaction, decision.movement(), orderId, lines, count);
    if (!decision.movement().isConditional()) {
      // The outcome is certain: both statements travel together.
      Future<Void> saved = reservations.save(transaction, orderId, before, decision.done(), lines);
      return Future.all(moved, saved).map(settlement(before, decision.done(), List.of()));
    }
    return moved.compose(
        shortages -> {
          Outcome outcome = shortages.isEmpty() ? decision.done() : decision.lacking();
          return reservations
              .save(transaction, orderId, before, outcome, lines)
              .map(settlement(before, outcome, shortages));
        });
  }

  private static Settlement settlement(
      Reservation before, Outcome outcome, List<Shortage> shortages) {
    return new Settlement(outcome.answer(), outcome.reason(), before.version() + 1, shortages);
  }
}
