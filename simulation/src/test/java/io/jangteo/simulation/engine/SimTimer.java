package io.jangteo.simulation.engine;

import io.vertx.core.Timer;
import io.vertx.core.impl.future.FutureImpl;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** A timer on the virtual clock. */
final class SimTimer extends FutureImpl<Void> implements Timer {
  private final Sim.Event event;

  SimTimer(Node node, long micros) {
    event = node.after(micros, () -> tryComplete(null));
  }

  @Override
  public boolean cancel() {
    return event.cancel() && tryFail(new CancellationException());
  }

  @Override
  public long getDelay(TimeUnit unit) {
    throw new UnsupportedOperationException("getDelay");
  }

  @Override
  public int compareTo(Delayed other) {
    throw new UnsupportedOperationException("compareTo");
  }
}
