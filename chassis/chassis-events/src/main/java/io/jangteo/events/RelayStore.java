package io.jangteo.events;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The relay's own session with the database. It owns shards of the outbox for as long as it lives,
 * so that everything done through it ends with the ownership.
 */
interface RelayStore {
  /** All shards there are. */
  static Set<Integer> allShards() {
    return new TreeSet<>(IntStream.range(0, Partitions.SHARDS).boxed().toList());
  }

  /** Takes what it can get of {@code shards}. */
  Future<Set<Integer>> lock(Set<Integer> shards);

  /** What waits to be published, in order, but for the rows of those ids. */
  Future<List<OutboxRow>> waiting(Set<Integer> shards, Collection<Long> except, int limit);

  /** Rows that were asked for again since they were read are left as they are. */
  Future<Void> markPublished(List<OutboxRow> rows);

  Future<Void> postpone(OutboxRow row, String reason, long millis);

  Future<Void> label(OutboxRow row, String reason);

  /** Counts up to {@code countMax} rows and no further. */
  Future<Backlog> backlog(int countMax);

  /** Deletes what was kept long enough; see {@link Retention}. */
  Future<Void> purge(Retention retention);

  /** Gives up the shards. */
  Future<Void> close();

  /** Begins a session. */
  @FunctionalInterface
  interface Opener {
    /**
     * @param lost called once when the session, and with it every shard, is gone
     */
    Future<RelayStore> open(Runnable lost);
  }

  /**
   * What waits to be published.
   *
   * @param seconds age of the oldest that is not held back
   * @param unroutable how many are held back because nobody could hear them
   */
  record Backlog(long rows, long seconds, long unroutable) {}
}
