package io.jangteo.member.application;

import io.jangteo.member.application.KeyStore.KeyChange;
import io.jangteo.member.application.KeyStore.KeySet;
import io.jangteo.member.application.KeyStore.StoredKey;
import io.jangteo.member.crypto.SigningKey;
import io.jangteo.member.domain.KeySchedule;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys of this instance's tokens, read again from time to time. Between two reads nothing is
 * asked of the database; a key is known here long before it is first used anywhere.
 */
public final class SigningKeys {
  private final KeyStore store;
  private final KeySchedule schedule;
  private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of());

  private record Snapshot(List<KeySchedule.Entry> entries, Map<String, SigningKey> keys) {}

  public SigningKeys(KeyStore store, KeySchedule schedule) {
    this.store = store;
    this.schedule = schedule;
  }

  /** Reads the keys, and makes or removes some where the schedule says so. */
  public Future<Void> refresh() {
    return store
        .load()
        .compose(set -> isSettled(set) ? Future.succeededFuture(set) : store.change(this::change))
        .map(this::adopt);
  }

  private boolean isSettled(KeySet set) {
    return schedule.nextActivation(set.entries(), set.at()).isEmpty()
        && schedule.outdated(set.entries(), set.at()).isEmpty();
  }

  private KeyChange change(KeySet set) {
    Optional<StoredKey> added =
        schedule.nextActivation(set.entries(), set.at()).map(SigningKeys::newKey);
    return new KeyChange(added, schedule.outdated(set.entries(), set.at()));
  }

  private static StoredKey newKey(Instant activeFrom) {
    SigningKey key = SigningKey.generate();
    return new StoredKey(key.kid(), key.secretJwk(), activeFrom);
  }

  private Void adopt(KeySet set) {
    Map<String, SigningKey> keys =
        set.keys().stream()
            .map(stored -> SigningKey.parse(stored.secretJwk()))
            .collect(
                Collectors.toMap(
                    SigningKey::kid, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    snapshot = new Snapshot(set.entries(), keys);
    return null;
  }

  /**
   * The key to sign with.
   *
   * @param now by the database's clock
   */
  public SigningKey current(Instant now) {
    Snapshot present = snapshot;
    return schedule
        .current(present.entries(), now)
        .map(entry -> present.keys().get(entry.kid()))
        .orElseThrow(() -> new IllegalStateException("signing keys have not been read"));
  }

  /** Every key that a valid token can be signed with now or soon, as a JWK set (RFC 7517). */
  public Map<String, Object> jwks() {
    return Map.of("keys", snapshot.keys().values().stream().map(SigningKey::publicJwk).toList());
  }

  /** Whether tokens can be signed. */
  public boolean isReady() {
    return !snapshot.keys().isEmpty();
  }
}
