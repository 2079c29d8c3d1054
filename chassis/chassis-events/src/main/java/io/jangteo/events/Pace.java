package io.jangteo.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Lets things happen at most so often. All state belongs to one context. */
final class Pace {
  private final Vertx vertx;
  private final long intervalNanos;
  private long next = System.nanoTime();

  Pace(Vertx vertx, int perSecond) {
    this.vertx = vertx;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Succeeds when {@code count} more may happen. */
  Future<Void> turn(int count) {
    long now = System.nanoTime();
    long turn = Math.max(now, next);
    next = turn + intervalNanos * count;
    long millis = (turn - now + 999_999) / 1_000_000;
    return millis == 0
        ? Future.succeededFuture()
        : vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }
}
