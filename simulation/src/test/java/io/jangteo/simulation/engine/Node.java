package io.jangteo.simulation.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One life of a process. When it dies, nothing of it happens any more: its timers do not fire, what
 * it waits for fails, and the ports it still holds do nothing.
 */
public final class Node {
  private final Sim sim;
  private final String name;
  private final Vertx vertx;
  private final Set<Promise<?>> waiting = new LinkedHashSet<>();
  private final List<Runnable> atDeath = new ArrayList<>();
  private final Deque<Runnable> missed = new ArrayDeque<>();
  private boolean alive = true;
  private long pausedUntil;

  public Node(Sim sim, String name) {
    this.sim = sim;
    this.name = name;
    this.vertx = SimVertx.of(this);
  }

  public Sim sim() {
    return sim;
  }

  public String name() {
    return name;
  }

  public Vertx vertx() {
    return vertx;
  }

  public boolean alive() {
    return alive;
  }

  public void note(String what, Object... about) {
    sim.note(name, what, about);
  }

  /** What has to end together with the process. */
  public void atDeath(Runnable task) {
    atDeath.add(task);
  }

  /** Dies here if a crash strikes; true when it lives. */
  public boolean passes(CrashPoint point) {
    if (alive && sim.faults().crashesAt(point)) {
      note("CRASH", point);
      kill();
    }
    return alive;
  }

  public void kill() {
    if (alive) {
      alive = false;
      atDeath.forEach(Runnable::run);
      List<Promise<?>> lost = List.copyOf(waiting);
      waiting.clear();
      lost.forEach(promise -> promise.tryFail(new IOException("this process is dead")));
    }
  }

  public void pause(long micros) {
    note("PAUSE", micros / 1000 + " ms");
    pausedUntil = Math.max(pausedUntil, sim.now() + micros);
  }

  public boolean paused() {
    return sim.now() < pausedUntil;
  }

  public Sim.Event after(long micros, Runnable task) {
    return sim.after(micros, () -> perform(task));
  }

  public Sim.Event inOrder(long micros, Runnable task) {
    return sim.inOrder(micros, () -> perform(task));
  }

  private void perform(Runnable task) {
    if (!alive) {
      return;
    }
    if (paused() || !missed.isEmpty()) {
      if (missed.isEmpty()) {
        sim.inOrder(pausedUntil - sim.now(), this::goOn);
      }
      missed.add(task);
    } else {
      task.run();
    }
  }

  /** What was missed happens in its order, before anything else. */
  private void goOn() {
    if (paused()) {
      sim.inOrder(pausedUntil - sim.now(), this::goOn);
      return;
    }
    while (alive && !missed.isEmpty()) {
      missed.peek().run();
      missed.poll();
    }
  }

  /** Fails when the process dies first. */
  public <T> Promise<T> promise() {
    Promise<T> promise = Promise.promise();
    if (alive) {
      waiting.add(promise);
      promise.future().onComplete(ignored -> waiting.remove(promise));
    } else {
      promise.fail(new IOException("this process is dead"));
    }
    return promise;
  }

  /** What comes back over the network after a while. */
  public <T> Future<T> later(long micros, Future<T> answer) {
    Promise<T> promise = promise();
    after(micros, () -> answer.onComplete(promise));
    return promise.future();
  }
}
