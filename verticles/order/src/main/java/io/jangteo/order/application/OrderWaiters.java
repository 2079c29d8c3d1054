package io.jangteo.order.application;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait for an order to go on. They are told at once of what happens in this process,
 * and of what happens elsewhere by one short query for all of them together, asked only while
 * somebody waits. A wait never fails: when its time is over, it is simply over.
 *
 * <p>To be used on the context it was made on, but for {@link #nudge}.
 */
public final class OrderWaiters {
  private static final Logger LOG = LoggerFactory.getLogger(OrderWaiters.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Vertx vertx;
  private final Context context;
  private final OrderStore orders;
  private final OrderMetrics metrics;
  private final int most;
  private final Map<UUID, List<Waiter>> waiters = new HashMap<>();
  private final Set<UUID> waitedFor = ConcurrentHashMap.newKeySet();
  private int count;
  private long pollTimer = -1;
  private boolean polling;
  private boolean closed;

  /**
   * @param most waits at a time; one more is over at once
   */
  public OrderWaiters(Vertx vertx, OrderStore orders, OrderMetrics metrics, int most) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.orders = orders;
    this.metrics = metrics;
    this.most = most;
  }

  private record Waiter(Predicate<OrderHead> until, Promise<Void> over, long timer) {}

  /** Over when the order has a later version than that, or has ended. */
  public Future<Void> untilChanged(UUID orderId, long version, Duration longest) {
    return await(orderId, head -> head.version() > version || head.status().terminal(), longest);
  }

  /** Over when the order has ended. */
  public Future<Void> untilEnded(UUID orderId, Duration longest) {
    return await(orderId, head -> head.status().terminal(), longest);
  }

  private Future<Void> await(UUID orderId, Predicate<OrderHead> until, Duration longest) {
    if (closed || count >= most) {
      return Future.succeededFuture();
    }
    Promise<Void> over = Promise.promise();
    long timer = vertx.setTimer(Math.max(1, longest.toMillis()), ignored -> over.tryComplete());
    Waiter waiter = new Waiter(until, over, timer);
    add(orderId, waiter);
    return over.future().onComplete(ignored -> remove(orderId, waiter));
  }

  private void add(UUID orderId, Waiter waiter) {
    waiters.computeIfAbsent(orderId, ignored -> new ArrayList<>(1)).add(waiter);
    waitedFor.add(orderId);
    metrics.waiting(++count);
    if (pollTimer < 0) {
      pollTimer = vertx.setPeriodic(POLL.toMillis(), ignored -> poll());
    }
  }

  private void remove(UUID orderId, Waiter waiter) {
    vertx.cancelTimer(waiter.timer());
    List<Waiter> others = waiters.get(orderId);
    if (others == null || !others.remove(waiter)) {
      return;
    }
    metrics.waiting(--count);
    if (others.isEmpty()) {
      waiters.remove(orderId);
      waitedFor.remove(orderId);
    }
    if (waiters.isEmpty()) {
      vertx.cancelTimer(pollTimer);
      pollTimer = -1;
    }
  }

  private void poll() {
    if (!polling) {
      polling = true;
      ask(List.copyOf(waiters.keySet())).onComplete(ignored -> polling = false);
    }
  }

  /** Says that these orders may have changed; may be called from anywhere. */
  public void nudge(Collection<UUID> orderIds) {
    List<UUID> awaited = orderIds.stream().filter(waitedFor::contains).toList();
    if (!awaited.isEmpty()) {
      context.runOnContext(ignored -> ask(awaited));
    }
  }

  private Future<?> ask(List<UUID> orderIds) {
    return orders
        .heads(orderIds)
        .onSuccess(heads -> heads.forEach(this::tell))
        .onFailure(
            error ->
                LOG.atDebug().addKeyValue("error", error.getMessage()).log("not asked just now"));
  }

  private void tell(OrderHead head) {
    List.copyOf(waiters.getOrDefault(head.id(), List.of())).stream()
        .filter(waiter -> waiter.until().test(head))
        .forEach(waiter -> waiter.over().tryComplete());
  }

  /** Ends every wait; later ones are over at once. */
  public void close() {
    closed = true;
    List<Waiter> all = waiters.values().stream().flatMap(List::stream).toList();
    all.forEach(waiter -> waiter.over().tryComplete());
  }
}
