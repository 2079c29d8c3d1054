package io.jangteo.events;

import io.jangteo.events.MessageTables.OutboxEntry;
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.SimTransactions;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The relay's session with a simulated database. */
final class SimRelayStore implements RelayStore, Db.Session {
  private final SimTransactions transactions;
  private final Db db;
  private final Node node;
  private final MessageTables tables;
  private final SimLocks locks;
  private final Listener listener;
  private final Mutation mutation;
  private final int id;
  private boolean open = true;

  /**
   * @param locks of all processes of the service
   */
  SimRelayStore(
      SimTransactions transactions,
      MessageTables tables,
      SimLocks locks,
      Listener listener,
      Mutation mutation) {
    this.transactions = transactions;
    this.db = transactions.db();
    this.node = transactions.node();
    this.tables = tables;
    this.locks = locks;
    this.listener = listener;
    this.mutation = mutation;
    this.id = locks.add(this);
    db.add(this);
    node.atDeath(this::end);
  }

  int id() {
    return id;
  }

  @Override
  public void lost() {
    if (open) {
      end();
      node.after(db.sim().between(100, 2_000), listener::lost);
    }
  }

  private void end() {
    open = false;
    db.remove(this);
    locks.remove(this);
  }

  /** A statement that changes nothing, or only what the session owns. */
  private <T> Future<T> ask(Supplier<T> statement) {
    if (!open) {
      return Future.failedFuture(new IOException("the relay's session has ended"));
    }
    Promise<T> answer = node.promise();
    Sim sim = db.sim();
    sim.inOrder(
        sim.between(100, 800),
        () -> {
          if (!open || sim.faults().strikes(Fault.RELAY_SESSION_LOST)) {
            lost();
            node.after(100, () -> answer.tryFail(new IOException("connection lost")));
          } else {
            T value = statement.get();
            node.inOrder(sim.between(100, 500), () -> answer.tryComplete(value));
          }
        });
    return answer.future();
  }

  @Override
  public Future<Look> look() {
    return ask(() -> locks.seenBy(this));
  }

  @Override
  public Future<Void> announce(boolean able) {
    return perform(() -> locks.announce(this, able));
  }

  @Override
  public Future<Set<Integer>> lock(Set<Integer> partitions) {
    return ask(() -> locks.lock(this, partitions));
  }

  @Override
  public Future<Void> unlock(Set<Integer> partitions) {
    return perform(
        () -> {
          locks.unlock(this, partitions);
          others(Listener::freed);
        });
  }

  @Override
  public Future<Void> tell(int partitions) {
    return perform(() -> others(heard -> heard.told(partitions)));
  }

  private Future<Void> perform(Runnable statement) {
    return ask(
        () -> {
          statement.run();
          return null;
        });
  }

  private void others(Consumer<Listener> word) {
    for (SimRelayStore other : locks.sessions()) {
      if (other != this) {
        other.node.after(db.sim().between(100, 500), () -> word.accept(other.listener));
      }
    }
  }

  @Override
  public Future<List<OutboxRow>> waiting(Set<Integer> shards, Collection<Long> except, int limit) {
    if (!node.passes(CrashPoint.M3_COMMITTED_NOT_READ_BY_RELAY)) {
      return Future.failedFuture(new IOException("this process is dead"));
    }
    Set<Long> known = new HashSet<>(except);
    Future<List<OutboxRow>> rows = ask(() -> select(Set.copyOf(shards), known, limit));
    return mutation == Mutation.MARKED_BEFORE_CONFIRM
        ? rows.compose(read -> mark(read).map(read))
        : rows;
  }

  private List<OutboxRow> select(Set<Integer> shards, Set<Long> known, int limit) {
    long now = db.sim().now();
    List<OutboxEntry> entries =
        tables.outbox().rows().values().stream()
            .filter(OutboxEntry::waits)
            .sorted(Comparator.comparingLong(entry -> entry.row().id()))
            .toList();
    Set<UUID> held = new HashSet<>();
    List<OutboxRow> rows = new java.util.ArrayList<>();
    for (OutboxEntry entry : entries) {
      boolean postponed = entry.notBefore() > now;
      if (postponed) {
        held.add(entry.row().aggregateId());
      } else if (shards.contains(entry.row().shard())
          && !known.contains(entry.row().id())
          && !held.contains(entry.row().aggregateId())
          && rows.size() < limit) {
        rows.add(entry.row());
      }
    }
    return rows;
  }

  @Override
  public Future<Void> markPublished(List<OutboxRow> rows) {
    if (mutation == Mutation.MARKED_BEFORE_CONFIRM) {
      return Future.succeededFuture();
    }
    return mark(rows);
  }

  private Future<Void> mark(List<OutboxRow> rows) {
    return change(rows, OutboxEntry::published);
  }

  @Override
  public Future<Void> postpone(OutboxRow row, String reason, long millis) {
    return change(List.of(row), (entry, now) -> entry.postponed(now + millis * 1000));
  }

  @Override
  public Future<Void> label(OutboxRow row, String reason) {
    return Future.succeededFuture();
  }

  /** What becomes of a row. */
  @FunctionalInterface
  private interface Change {
    OutboxEntry apply(OutboxEntry entry, long now);
  }

  /** Rows of another round by now are left alone. */
  private Future<Void> change(List<OutboxRow> rows, Change change) {
    return ask(() -> null)
        .compose(
            ignored ->
                transactions.transaction(
                    connection -> {
                      Tx tx = (Tx) connection;
                      tx.moments(
                          CrashPoint.M5_CONFIRMED_NOT_MARKED,
                          CrashPoint.M3_COMMITTED_NOT_READ_BY_RELAY);
                      return tx.lock(
                              tables.outbox(), rows.stream().map(OutboxRow::eventId).toList())
                          .map(locked -> apply(tx, rows, change));
                    }));
  }

  private Void apply(Tx tx, List<OutboxRow> rows, Change change) {
    for (OutboxRow row : rows) {
      OutboxEntry entry = tx.get(tables.outbox(), row.eventId());
      if (entry.waits() && entry.row().round() == row.round()) {
        tx.put(tables.outbox(), row.eventId(), change.apply(entry, db.sim().now()));
      }
    }
    return null;
  }

  @Override
  public Future<Backlog> backlog(int countMax) {
    return ask(() -> new Backlog(0, 0, 0));
  }

  @Override
  public Future<Void> purge(Retention retention) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    end();
    return Future.succeededFuture();
  }
}
