package io.jangteo.order.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.events.Transaction;
import io.jangteo.order.domain.OrderStatus;
import io.jangteo.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderWaitersTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final UUID ORDER = UUID.randomUUID();

  private final Vertx vertx = Vertx.vertx();
  private final Heads heads = new Heads();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Context context;
  private OrderWaiters waiters;

  @BeforeEach
  void make() {
    context = vertx.getOrCreateContext();
    waiters =
        Await.success(
            on(
                () ->
                    Future.succeededFuture(
                        new OrderWaiters(vertx, heads, new OrderMetrics(meters), 2))));
  }

  @AfterEach
  void close() {
    Await.success(vertx.close());
  }

  private <T> Future<T> on(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(ignored -> work.get().onComplete(promise));
    return promise.future();
  }

  private double waiting() {
    return meters.get("jangteo.order.waiters").gauge().value();
  }

  @Test
  void aWaitIsOverWhenTheOrderChangedElsewhere() {
    Future<Void> changed = on(() -> waiters.untilChanged(ORDER, 1, LONG));
    heads.set(ORDER, 2, OrderStatus.PENDING);

    Await.success(changed);
    Awaitility.await().untilAsserted(() -> assertThat(waiting()).isZero());
  }

  @Test
  void waitingForTheEndIsNotOverBefore() {
    heads.set(ORDER, 5, OrderStatus.COMPENSATING);
    Future<Void> ended = on(() -> waiters.untilEnded(ORDER, LONG));
    Awaitility.await().until(() -> heads.asked.get() >= 2);
    assertThat(ended.isComplete()).isFalse();

    heads.set(ORDER, 6, OrderStatus.COMPENSATED);
    waiters.nudge(List.of(ORDER, UUID.randomUUID()));

    Await.success(ended);
  }

  @Test
  void aWaitWhoseTimeIsUpLeavesNothingBehind() {
    Await.success(on(() -> waiters.untilEnded(ORDER, Duration.ofMillis(20))));

    Awaitility.await().untilAsserted(() -> assertThat(waiting()).isZero());
    int asked = heads.asked.get();
    waiters.nudge(List.of(ORDER));
    Await.success(vertx.timer(500).mapEmpty());
    assertThat(heads.asked.get()).isEqualTo(asked);
  }

  @Test
  void oneWaitTooManyIsOverAtOnce() {
    Future<Void> first = on(() -> waiters.untilEnded(ORDER, LONG));
    Future<Void> second = on(() -> waiters.untilEnded(UUID.randomUUID(), LONG));

    Await.success(on(() -> waiters.untilEnded(UUID.randomUUID(), LONG)));

    assertThat(first.isComplete() || second.isComplete()).isFalse();
    assertThat(waiting()).isEqualTo(2);
  }

  @Test
  void closingEndsEveryWait() {
    Future<Void> first = on(() -> waiters.untilEnded(ORDER, LONG));
    on(
        () -> {
          waiters.close();
          return Future.succeededFuture();
        });

    Await.success(first);
    Await.success(on(() -> waiters.untilEnded(ORDER, LONG)));
  }

  /** Knows heads only. */
  private static final class Heads implements OrderStore {
    private final Map<UUID, OrderHead> heads = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    void set(UUID orderId, long version, OrderStatus status) {
      heads.put(orderId, new OrderHead(orderId, version, status, null, orderId));
    }

    @Override
    public Future<List<OrderHead>> heads(Collection<UUID> orderIds) {
      asked.incrementAndGet();
      return Future.succeededFuture(
          orderIds.stream().map(heads::get).filter(head -> head != null).toList());
    }

    @Override
    public Future<Lookup> lookUp(String key) {
      return Future.succeededFuture(new Lookup(Instant.EPOCH, Optional.empty()));
    }

    @Override
    public Future<Optional<StoredAnswer>> place(Transaction transaction, Placement placement) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Optional<OrderView>> find(UUID orderId) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<List<OrderSummary>> list(UUID memberId, UUID before, int limit) {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<List<RecordedEvent>> events(UUID orderId, long afterVersion) {
      return Future.succeededFuture(List.of());
    }
  }
}
