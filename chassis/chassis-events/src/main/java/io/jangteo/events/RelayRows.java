package io.jangteo.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The rows the relay has read and not yet marked: each waits, then is on its way, then confirmed;
 * of one aggregate at most one is on its way.
 */
final class RelayRows {
  private final Map<Long, OutboxRow> waiting = new LinkedHashMap<>();
  private final Set<UUID> busy = new HashSet<>();

  /** By shard. */
  private final Map<Long, Integer> known = new HashMap<>();

  private final List<OutboxRow> confirmed = new ArrayList<>();
  private int generation;

  /** Ids of them all: there is no need to read these again. */
  Set<Long> known() {
    return known.keySet();
  }

  int waiting() {
    return waiting.size();
  }

  /** Those of them that belong to {@code shards}. */
  void add(List<OutboxRow> rows, Set<Integer> shards) {
    for (OutboxRow row : rows) {
      if (shards.contains(row.shard())) {
        known.put(row.id(), row.shard());
        waiting.put(row.id(), row);
      }
    }
  }

  /** What has not been begun of these shards is not known any more. */
  void dropWaiting(Set<Integer> shards) {
    dropWaiting(row -> shards.contains(row.shard()));
  }

  private void dropWaiting(Predicate<OutboxRow> dropped) {
    waiting
        .values()
        .removeIf(
            row -> {
              boolean drop = dropped.test(row);
              if (drop) {
                known.remove(row.id());
              }
              return drop;
            });
  }

  /** Whether anything of these shards is known. */
  boolean hasAny(Set<Integer> shards) {
    return !shards.isEmpty() && known.values().stream().anyMatch(shards::contains);
  }

  /** At most {@code room} that may go now; they count as on their way. */
  List<OutboxRow> next(int room) {
    List<OutboxRow> next = new ArrayList<>();
    Iterator<OutboxRow> rows = waiting.values().iterator();
    while (rows.hasNext() && next.size() < room) {
      OutboxRow row = rows.next();
      if (busy.add(row.aggregateId())) {
        rows.remove();
        next.add(row);
      }
    }
    return next;
  }

  void confirmed(OutboxRow row) {
    busy.remove(row.aggregateId());
    confirmed.add(row);
  }

  /** Those to be marked, in order of their confirms. */
  List<OutboxRow> confirmed() {
    return List.copyOf(confirmed);
  }

  boolean hasConfirmed(int atLeast) {
    return confirmed.size() >= atLeast;
  }

  /**
   * @param rows the head of those confirmed: there are only more of them by now
   */
  void marked(Collection<OutboxRow> rows) {
    confirmed.subList(0, rows.size()).clear();
    rows.forEach(row -> known.remove(row.id()));
  }

  /** The table holds back this one and the later ones of its aggregate. */
  void heldBack(OutboxRow row) {
    dropWaiting(later -> later.aggregateId().equals(row.aggregateId()));
    known.remove(row.id());
    busy.remove(row.aggregateId());
  }

  /** Another one each time that all was forgotten: what was asked before is of no interest then. */
  int generation() {
    return generation;
  }

  /** What was on its way is in doubt: it will be read again, in order, and said again. */
  void forget() {
    generation++;
    waiting.clear();
    busy.clear();
    known.clear();
    confirmed.forEach(row -> known.put(row.id(), row.shard()));
  }
}
