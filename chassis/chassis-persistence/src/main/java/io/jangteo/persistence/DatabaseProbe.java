package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the server now and then whether it answers, so that readiness need not ask. */
final class DatabaseProbe {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Pool pool;
  private final long timer;
  // Opened only after the migrations ran, so the server was there a moment ago.
  private volatile boolean reachable = true;
  private boolean asking;

  DatabaseProbe(Vertx vertx, Pool pool) {
    this.vertx = vertx;
    this.pool = pool;
    this.timer = vertx.setPeriodic(PERIOD.toMillis(), tick -> ask());
  }

  private void ask() {
    if (asking) {
      return;
    }
    asking = true;
    Future<?> asked = pool.query("SELECT 1").execute();
    // Asked again only once this is over: an outage must not fill the pool with probes.
    asked.onComplete(ignored -> asking = false);
    asked
        .timeout(PERIOD.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(answer -> reachable = answer.succeeded());
  }

  boolean isReachable() {
    return reachable;
  }

  void stop() {
    vertx.cancelTimer(timer);
    reachable = false;
  }
}
