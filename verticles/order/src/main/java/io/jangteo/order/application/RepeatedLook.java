package io.jangteo.order.application;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** Looks for work again and again, one look at a time. Used from one context only. */
final class RepeatedLook {
  private final Vertx vertx;
  private final Supplier<? extends Future<?>> look;
  private Future<?> latest = Future.succeededFuture();
  private long timer = -1;

  /**
   * @param look begins one; while it is under way no other is begun
   */
  RepeatedLook(Vertx vertx, Supplier<? extends Future<?>> look) {
    this.vertx = vertx;
    this.look = look;
  }

  void start(Duration every) {
    timer = vertx.setPeriodic(every.toMillis(), ignored -> begin());
  }

  private void begin() {
    if (latest.isComplete()) {
      latest = look.get();
    }
  }

  /** Begins no further look; succeeds when the one under way has ended, however it ended. */
  Future<Void> stop() {
    vertx.cancelTimer(timer);
    return latest.transform(ignored -> Future.succeededFuture());
  }
}
