package io.jangteo.simulation.market;

import io.jangteo.order.application.CallContext;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A buyer who asks until there is an answer, always under the same key. */
final class Client {
  private static final CallContext CONTEXT =
      new CallContext("request", () -> Duration.ofSeconds(9));
  private static final int TRIES_MAX = 60;

  private final Sim sim;
  private final OrderService orders;
  private final Journal journal;
  private final Basket basket;
  private boolean done;
  private boolean cancelling;

  Client(Sim sim, OrderService orders, Journal journal, Basket basket) {
    this.sim = sim;
    this.orders = orders;
    this.journal = journal;
    this.basket = basket;
  }

  void start() {
    sim.after(basket.at(), () -> ask(1));
    if (basket.twice()) {
      sim.after(basket.at() + sim.between(0, 3_000), () -> ask(TRIES_MAX));
    }
  }

  /** Whether it has an answer and wants nothing more. */
  boolean isDone() {
    return done && !cancelling;
  }

  private void ask(int attempt) {
    journal.attempted(basket.order().key());
    OrderService.Desk desk = anyDesk();
    if (desk == null) {
      again(attempt);
      return;
    }
    Sim.Event timeout = sim.after(9_000_000, () -> again(attempt));
    desk.placing()
        .place(basket.order(), CONTEXT)
        .onComplete(
            answer -> {
              if (!timeout.cancel()) {
                return;
              }
              boolean heard = !sim.faults().strikes(Fault.CLIENT_UNANSWERED);
              if (answer.succeeded() && heard) {
                accepted(answer.result().orderId(), answer.result().response());
              } else {
                again(attempt);
              }
            });
  }

  private OrderService.Desk anyDesk() {
    List<Node> nodes = orders.nodes();
    return nodes.isEmpty() ? null : orders.desk(nodes.get((int) sim.below(nodes.size())));
  }

  private void again(int attempt) {
    if (!done && attempt < TRIES_MAX) {
      sim.after(sim.between(50_000, 1_500_000), () -> ask(attempt + 1));
    }
  }

  private void accepted(UUID orderId, String response) {
    journal.accepted(basket.order().key(), orderId, response);
    sim.note("client", "accepted", basket.order().key(), orderId);
    if (!done && basket.cancelsAfter() >= 0) {
      cancelling = true;
      sim.after(basket.cancelsAfter(), () -> cancel(orderId, 1));
    }
    done = true;
  }

  private void cancel(UUID orderId, int attempt) {
    OrderService.Desk desk = anyDesk();
    Future<?> cancelled =
        desk == null ? Future.failedFuture("nobody serves") : desk.cancelling().cancel(orderId);
    Sim.Event timeout = sim.after(9_000_000, () -> cancelling = false);
    cancelled.onComplete(
        answer -> {
          if (!timeout.cancel()) {
            return;
          }
          if (answer.failed() && attempt < 3 && !isMissing(answer.cause())) {
            sim.after(200_000, () -> cancel(orderId, attempt + 1));
          } else {
            cancelling = false;
          }
        });
  }

  /** An order that was accepted and cannot be found is told as a violation by the invariants. */
  private static boolean isMissing(Throwable error) {
    return error instanceof ServiceFailure failure && failure.code() == FailureCode.NOT_FOUND;
  }
}
