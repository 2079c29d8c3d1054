package io.jangteo.member.application;

import io.jangteo.member.domain.Role;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Where the keys of machine clients are kept. Times are the database's. */
public interface ApiKeyStore {
  /** A key to be. */
  record NewApiKey(
      UUID id,
      String name,
      byte[] digest,
      Set<Role> roles,
      Set<String> operations,
      UUID createdBy,
      Optional<Duration> lifetime) {}

  Future<ApiKey> insert(NewApiKey key);

  /** In the order of their making, from after {@code after}, which may be null. */
  Future<List<ApiKey>> list(UUID after, int limit);

  /** Whether there is such a key; one that was revoked before stays as it was. */
  Future<Boolean> revoke(UUID id);

  /** The key with that digest, unless it is revoked or its time is over. */
  Future<Optional<ApiKey>> findGood(byte[] digest);
}
