package io.jangteo.order.application;

import io.jangteo.bus.Principal;
import io.jangteo.order.domain.OrderEventType;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads orders for those who may: the owner, who placed it, and operators. To anybody else an order
 * is the same as one that does not exist.
 */
public final class ReadOrders {
  private static final Set<String> ENDS =
      Set.of(
          OrderEventType.ORDER_COMPLETED.storedName(),
          OrderEventType.ORDER_COMPENSATED.storedName(),
          OrderEventType.ORDER_PARKED.storedName());

  private final OrderStore orders;
  private final OrderWaiters waiters;

  public ReadOrders(OrderStore orders, OrderWaiters waiters) {
    this.orders = orders;
    this.waiters = waiters;
  }

  /**
   * Part of an order's history.
   *
   * @param end whether there is nothing after it and never will be
   */
  public record Page(List<RecordedEvent> items, boolean end) {}

  public Future<OrderView> find(UUID orderId, Principal reader) {
    return orders
        .find(orderId)
        .map(
            found ->
                found
                    .filter(order -> mayRead(reader, order.memberId(), order.placedBy()))
                    .orElseThrow(ReadOrders::missing));
  }

  /** Fails as if there were no such order unless the reader may see it. */
  public Future<OrderHead> authorize(UUID orderId, Principal reader) {
    return orders
        .heads(List.of(orderId))
        .map(
            found ->
                found.stream()
                    .filter(order -> mayRead(reader, order.memberId(), order.placedBy()))
                    .findFirst()
                    .orElseThrow(ReadOrders::missing));
  }

  /**
   * The events after a version.
   *
   * @param longest how long to wait for one when there is none yet
   */
  public Future<Page> events(UUID orderId, long after, Duration longest, Principal reader) {
    return authorize(orderId, reader)
        .compose(
            head -> {
              boolean ended = head.status().terminal();
              boolean waits = !ended && head.version() <= after && !longest.isZero();
              Future<Void> ready =
                  waits ? waiters.untilChanged(orderId, after, longest) : Future.succeededFuture();
              return ready
                  .compose(ignored -> orders.events(orderId, after))
                  .map(items -> new Page(items, ended && items.isEmpty() || endsWithEnd(items)));
            });
  }

  private static boolean endsWithEnd(List<RecordedEvent> items) {
    return !items.isEmpty() && ENDS.contains(items.get(items.size() - 1).type());
  }

  /** The caller's own orders, the latest first. */
  public Future<List<OrderSummary>> list(Principal reader, UUID before, int limit) {
    return orders.list(reader.sub(), before, limit);
  }

  private static boolean mayRead(Principal reader, UUID memberId, UUID placedBy) {
    return reader.sub().equals(memberId)
        || reader.sub().equals(placedBy)
        || reader.hasRole("operator");
  }

  private static ServiceFailure missing() {
    return ServiceFailure.notFound("order");
  }
}
