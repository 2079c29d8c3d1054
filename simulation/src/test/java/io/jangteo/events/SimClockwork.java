package io.jangteo.events;

import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Time and chance of one simulated process. */
final class SimClockwork implements Clockwork {
  private final Node node;

  SimClockwork(Node node) {
    this.node = node;
  }

  @Override
  public long nanos() {
    return node.sim().now() * 1000;
  }

  @Override
  public long random(long bound) {
    return node.sim().below(bound);
  }

  @Override
  public <T> Future<T> within(Duration patience, Future<T> future) {
    if (future.isComplete()) {
      return future;
    }
    Promise<T> promise = node.promise();
    Sim.Event end =
        node.after(
            patience.toNanos() / 1000, () -> promise.tryFail(new TimeoutException("not in time")));
    future.onComplete(
        done -> {
          end.cancel();
          if (done.succeeded()) {
            promise.tryComplete(done.result());
          } else {
            promise.tryFail(done.cause());
          }
        });
    return promise.future();
  }
}
