package io.jangteo.member.application;

import io.jangteo.member.domain.KeySchedule;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where signing keys are kept for all instances of the service. */
public interface KeyStore {
  Future<KeySet> load();

  /**
   * Changes the keys as {@code decision} says. One instance at a time: the next sees what the one
   * before has changed. Gives the keys as they are afterwards.
   */
  Future<KeySet> change(Function<KeySet, KeyChange> decision);

  /**
   * A key as it is stored.
   *
   * @param secretJwk with the private part
   */
  record StoredKey(String kid, String secretJwk, Instant activeFrom) {
    KeySchedule.Entry entry() {
      return new KeySchedule.Entry(kid, activeFrom);
    }
  }

  /** All keys, and the database's time when they were read. */
  record KeySet(List<StoredKey> keys, Instant at) {
    public KeySet {
      keys = List.copyOf(keys);
    }

    List<KeySchedule.Entry> entries() {
      return keys.stream().map(StoredKey::entry).toList();
    }
  }

  /** What to add and what to remove. */
  record KeyChange(Optional<StoredKey> added, List<String> removed) {
    public KeyChange {
      removed = List.copyOf(removed);
    }
  }
}
