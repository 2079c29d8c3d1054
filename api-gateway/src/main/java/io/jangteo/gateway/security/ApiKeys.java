package io.jangteo.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.jangteo.gateway.ApiKeysConfig;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Judges the keys of machine clients. What a key was found to be is remembered for seconds, good or
 * bad, by its digest; a key that is being asked about is not asked about twice. Used from one
 * context only.
 */
public final class ApiKeys {
  private static final Pattern KEY = Pattern.compile("jk_[A-Za-z0-9_-]{43}");

  private final Source source;
  private final ApiKeysConfig config;
  private final Clock clock;
  private final Cache<String, Optional<VerifiedToken>> known;
  private final Map<String, Future<VerifiedToken>> asked = new HashMap<>();

  /** Who knows the keys. */
  @FunctionalInterface
  public interface Source {
    /** What the key of that digest is good for; empty if it is not. */
    Future<Optional<VerifiedToken>> find(String digest);
  }

  /**
   * Knows no key yet.
   *
   * @param ticker of a monotonic clock
   */
  public ApiKeys(Source source, ApiKeysConfig config, Clock clock, Ticker ticker) {
    this.source = source;
    this.config = config;
    this.clock = clock;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(config.cacheMax())
            .expireAfterWrite(config.remember())
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /**
   * What the key is good for. Fails with {@code UNAUTHENTICATED} when it is not, and with {@code
   * UNAVAILABLE} while it cannot be asked about.
   */
  public Future<VerifiedToken> verify(String key) {
    if (!KEY.matcher(key).matches()) {
      return refused();
    }
    String digest = digest(key);
    Optional<VerifiedToken> found = known.getIfPresent(digest);
    if (found != null) {
      return judge(found);
    }
    Future<VerifiedToken> underWay = asked.get(digest);
    return underWay == null ? ask(digest) : underWay;
  }

  private Future<VerifiedToken> ask(String digest) {
    if (asked.size() >= config.checksMax()) {
      return Future.failedFuture(
          ServiceFailure.unavailable("Too many new API keys at once", Duration.ofSeconds(1), null));
    }
    Future<VerifiedToken> answer =
        source
            .find(digest)
            .onSuccess(found -> known.put(digest, found))
            .onComplete(ignored -> asked.remove(digest))
            .compose(this::judge);
    if (!answer.isComplete()) {
      asked.put(digest, answer);
    }
    return answer;
  }

  private Future<VerifiedToken> judge(Optional<VerifiedToken> found) {
    return found
        .filter(key -> key.expiresAt().isAfter(clock.instant()))
        .map(Future::succeededFuture)
        .orElseGet(ApiKeys::refused);
  }

  private static Future<VerifiedToken> refused() {
    return Future.failedFuture(
        ServiceFailure.of(FailureCode.UNAUTHENTICATED, "The API key is not accepted"));
  }

  private static String digest(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
