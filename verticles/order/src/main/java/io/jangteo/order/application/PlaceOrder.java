package io.jangteo.order.application;

import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.Decision;
import io.jangteo.runtime.crash.CrashPoint;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Accepts an order: once per Idempotency-Key, with prices frozen, and everything that follows from
 * it in one transaction. Nothing is stored of what is refused.
 */
public final class PlaceOrder {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final OrderStore orders;
  private final OtherServices others;
  private final SagaRunner sagas;
  private final Messaging messaging;
  private final Supplier<UUID> orderIds;

  public PlaceOrder(
      OrderStore orders,
      OtherServices others,
      SagaRunner sagas,
      Messaging messaging,
      Supplier<UUID> orderIds) {
    this.orders = orders;
    this.others = others;
    this.sagas = sagas;
    this.messaging = messaging;
    this.orderIds = orderIds;
  }

  /**
   * The order that now stands under the key.
   *
   * @param response what every request under this key is answered with, JSON
   */
  public record Accepted(UUID orderId, String response) {}

  /** Fails with 422 when the key was used for another request, with 409 while one is under way. */
  public Future<Accepted> place(NewOrder order, CallContext context) {
    return orders
        .lookUp(order.key())
        .compose(
            lookup ->
                lookup.answer().isPresent()
                    ? repeated(order, lookup.answer().get())
                    : accept(order, lookup.now(), context));
  }

  private static Future<Accepted> repeated(NewOrder order, StoredAnswer answer) {
    return answer.answers(order.fingerprint())
        ? Future.succeededFuture(new Accepted(answer.orderId(), answer.response()))
        : Future.failedFuture(
            ServiceFailure.ofField(
                FailureCode.UNPROCESSABLE,
                "header.Idempotency-Key",
                "was used for another request"));
  }

  private Future<Accepted> accept(NewOrder order, Instant now, CallContext context) {
    UUID orderId = orderIds.get();
    Set<String> skus = order.lines().stream().map(NewOrder.Line::sku).collect(Collectors.toSet());
    return messaging
        .requireRoom()
        .compose(ignored -> checkMember(order, context))
        .compose(ignored -> others.prices(skus, context))
        .map(prices -> PricedLines.of(order.lines(), prices))
        .compose(
            priced ->
                others
                    .keepToken(orderId, order.token().value(), context)
                    .map(ignored -> placed(order, priced)))
        .compose(placed -> store(order, orderId, placed, now));
  }

  private Future<Void> checkMember(NewOrder order, CallContext context) {
    return order.onBehalf()
        ? others.requireMember(order.memberId(), context)
        : Future.succeededFuture();
  }

  private static OrderPlaced placed(NewOrder order, PricedLines priced) {
    return new OrderPlaced(
        order.memberId(),
        order.placedBy(),
        priced.lines(),
        priced.total(),
        order.shippingAddress());
  }

  private Future<Accepted> store(NewOrder order, UUID orderId, OrderPlaced placed, Instant now) {
    Decision first = sagas.saga().start(orderId, placed, now);
    OrderState state = OrderState.NONE.apply(placed);
    String response = Json.encodeToString(OrderView.of(orderId, placed, state, now, now));
    Placement placement =
        new Placement(
            order.key(), order.fingerprint(), placed, state, first.state(), now, response);
    CrashPoint.BEFORE_TRANSACTION.pass("placeOrder");
    return messaging
        .transaction(transaction -> store(transaction, placement, first))
        .compose(
            taken ->
                taken.isPresent()
                    ? repeated(order, taken.get())
                    : Future.succeededFuture(new Accepted(orderId, response)))
        .recover(error -> Future.failedFuture(underWay(error)));
  }

  private Future<Optional<StoredAnswer>> store(
      Transaction transaction, Placement placement, Decision first) {
    LoadedSaga stored =
        new LoadedSaga(
            first.state(),
            OrderState.NONE,
            placement.placed().total(),
            placement.placed(),
            placement.at());
    return orders
        .place(transaction, placement)
        .map(
            taken -> {
              if (taken.isEmpty()) {
                sagas.begin(transaction, stored, first);
              }
              return taken;
            });
  }

  private static Throwable underWay(Throwable error) {
    return error instanceof PgException pg && LOCK_NOT_AVAILABLE.equals(pg.getSqlState())
        ? ServiceFailure.of(
            FailureCode.CONFLICT, "A request with this Idempotency-Key is being processed")
        : error;
  }
}
