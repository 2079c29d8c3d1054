package io.jangteo.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Answers by key, the less useful given up first when there are too many bytes. */
final class Replies {
  private final Cache<String, StoredReply> byKey;

  /**
   * @param bytesMax keys included
   * @param onEviction told why
   */
  Replies(long bytesMax, LongSupplier nanos, Consumer<RemovalCause> onEviction) {
    this.byKey =
        Caffeine.newBuilder()
            .maximumWeight(bytesMax)
            .<String, StoredReply>weigher((key, reply) -> reply.weight(key))
            .expireAfter(
                Expiry.<String, StoredReply>writing(
                    (key, reply) ->
                        Duration.ofNanos(
                            Math.max(0, reply.keptNanos() - reply.ageNanos(nanos.getAsLong())))))
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .evictionListener((key, reply, cause) -> onEviction.accept(cause))
            .build();
  }

  /** Null when there is none of this generation. */
  StoredReply find(String key, long generation) {
    StoredReply reply = byKey.getIfPresent(key);
    if (reply == null || reply.generation() == generation) {
      return reply;
    }
    byKey.invalidate(key);
    return null;
  }

  void keep(String key, StoredReply reply) {
    byKey.put(key, reply);
  }

  void forget(String key) {
    byKey.invalidate(key);
  }

  void clear() {
    byKey.invalidateAll();
  }

  long entries() {
    return byKey.estimatedSize();
  }

  long bytes() {
    OptionalLong weight =
        byKey.policy().eviction().map(e -> e.weightedSize()).orElse(OptionalLong.empty());
    return weight.orElse(0);
  }
}
