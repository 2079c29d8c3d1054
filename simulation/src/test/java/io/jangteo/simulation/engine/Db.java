package io.jangteo.simulation.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The database of one service. */
public final class Db {
  private static final long LOCK_WAIT_MAX = 2_000_000;

  private final Sim sim;
  private final String name;
  private final boolean gated;
  private final Map<Lock, Tx> holders = new HashMap<>();
  private final Map<Lock, Deque<Waiter>> waiters = new HashMap<>();
  private final Set<Tx> open = new LinkedHashSet<>();
  private final Set<Session> sessions = new LinkedHashSet<>();
  private boolean up = true;
  private long sequence;

  /** A row, by table and key. */
  record Lock(String table, Object key) {}

  private record Waiter(Tx tx, Promise<Void> promise) {}

  /** Something that lasts as long as a connection. */
  @FunctionalInterface
  public interface Session {
    /** The connection is gone; whose process has died is not told. */
    void lost();
  }

  /**
   * @param gated whether rows are locked and constraints kept; false only to see that this is
   *     missed
   */
  public Db(Sim sim, String name, boolean gated) {
    this.sim = sim;
    this.name = name;
    this.gated = gated;
  }

  public Sim sim() {
    return sim;
  }

  public String name() {
    return name;
  }

  public boolean up() {
    return up;
  }

  boolean keepsConstraints() {
    return gated;
  }

  public boolean gated() {
    return gated;
  }

  public <K, V> Table<K, V> table(String table) {
    return new Table<>(table);
  }

  /** Never given twice, and not in the order of commits. */
  public long nextId() {
    return ++sequence;
  }

  public void add(Session session) {
    sessions.add(session);
  }

  public void remove(Session session) {
    sessions.remove(session);
  }

  public boolean quiet() {
    return open.isEmpty();
  }

  Tx begin(Node node) {
    Tx tx = new Tx(this, node);
    open.add(tx);
    return tx;
  }

  /** Rolls back what a dead process had open; a commit on its way may still arrive. */
  void died(Node node) {
    for (Tx tx : List.copyOf(open)) {
      boolean onItsWay = tx.state() == Tx.State.COMMITTING && sim.coin();
      if (tx.node() == node && !onItsWay) {
        tx.end();
      }
    }
  }

  /** Ends every connection; nothing can be done for a while. */
  public void restart(long micros) {
    sim.note(name, "RESTART", micros / 1000 + " ms");
    up = false;
    List.copyOf(open).forEach(Tx::end);
    List<Session> lost = List.copyOf(sessions);
    sessions.clear();
    lost.forEach(Session::lost);
    sim.after(micros, () -> up = true);
  }

  Future<Void> lock(Tx tx, Lock lock) {
    if (tx.state() == Tx.State.ENDED) {
      return Future.failedFuture(new IOException("the connection to " + name + " is lost"));
    }
    Tx holder = holders.get(lock);
    if (!gated || holder == tx) {
      return Future.succeededFuture();
    }
    if (holder == null) {
      hold(tx, lock);
      return Future.succeededFuture();
    }
    Promise<Void> promise = tx.node().promise();
    Waiter waiter = new Waiter(tx, promise);
    waiters.computeIfAbsent(lock, ignored -> new ArrayDeque<>()).add(waiter);
    sim.after(LOCK_WAIT_MAX, () -> giveUp(lock, waiter));
    return promise.future();
  }

  private void hold(Tx tx, Lock lock) {
    holders.put(lock, tx);
    tx.locks().add(lock);
  }

  private void giveUp(Lock lock, Waiter waiter) {
    Deque<Waiter> queue = waiters.get(lock);
    if (queue != null && queue.remove(waiter)) {
      waiter.promise.tryFail(new PgException("lock timeout", "ERROR", "55P03", ""));
    }
  }

  boolean free(Tx tx, Lock lock) {
    Tx holder = holders.get(lock);
    return !gated || holder == null || holder == tx;
  }

  /** Its locks go to those who wait. */
  void ended(Tx tx) {
    open.remove(tx);
    failWaits(tx);
    for (Lock lock : tx.locks()) {
      holders.remove(lock);
      passOn(lock);
    }
    tx.locks().clear();
  }

  private void failWaits(Tx tx) {
    List<Waiter> lost = new ArrayList<>();
    waiters.values().forEach(queue -> queue.removeIf(w -> w.tx == tx && lost.add(w)));
    lost.forEach(
        waiter ->
            tx.node().after(0, () -> waiter.promise.tryFail(new IOException("connection lost"))));
  }

  private void passOn(Lock lock) {
    Deque<Waiter> queue = waiters.get(lock);
    while (queue != null && !queue.isEmpty()) {
      Waiter next = queue.poll();
      if (next.tx.state() == Tx.State.OPEN && next.tx.node().alive()) {
        hold(next.tx, lock);
        next.tx.node().after(sim.between(50, 300), () -> next.promise.tryComplete());
        break;
      }
    }
    if (queue != null && queue.isEmpty()) {
      waiters.remove(lock);
    }
  }
}
