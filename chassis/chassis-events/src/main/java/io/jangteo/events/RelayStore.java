package io.jangteo.events;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The relay's own session with the database, through which a service's instances see each other. It
 * owns partitions for as long as it lives, so that everything done through it ends with the
 * ownership.
 */
interface RelayStore {
  /** Who is there, and which partitions are nobody's. */
  Future<Look> look();

  /** Says whether this instance can work on partitions; at first it cannot. */
  Future<Void> announce(boolean able);

  /** Takes what it can get of {@code partitions}; none may be owned already. */
  Future<Set<Integer>> lock(Set<Integer> partitions);

  /** Gives these up, and tells the others that it did. */
  Future<Void> unlock(Set<Integer> partitions);

  /**
   * Tells the other instances that something is to be published. Nobody may hear it.
   *
   * @param partitions see {@link Partitions#mask}
   */
  Future<Void> tell(int partitions);

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

  /** Gives up all partitions. */
  Future<Void> close();

  /** Begins a session. */
  @FunctionalInterface
  interface Opener {
    Future<RelayStore> open(Listener listener);
  }

  /** Hears of what happens to a session; on any thread. */
  interface Listener {
    /** Called once, when the session and with it every partition is gone. */
    void lost();

    /** Another instance left something to publish. */
    void told(int partitions);

    /** Some instance has given partitions up. */
    void freed();
  }

  /**
   * The instances of a service, each by a number, and their partitions at one moment.
   *
   * @param self the one who looked; any number when nobody is there and nothing owned
   * @param able those who can work on partitions
   * @param free partitions that nobody owns, in order
   */
  record Look(int self, Set<Integer> able, Set<Integer> free) {
    static final Look NOBODY = new Look(0, Set.of(), Set.of());

    public Look {
      free = Collections.unmodifiableSet(new TreeSet<>(free));
    }

    boolean hasOthers() {
      return able.stream().anyMatch(each -> each != self);
    }
  }

  /**
   * What waits to be published.
   *
   * @param seconds age of the oldest that is not held back
   * @param unroutable how many are held back because nobody could hear them
   */
  record Backlog(long rows, long seconds, long unroutable) {}
}
