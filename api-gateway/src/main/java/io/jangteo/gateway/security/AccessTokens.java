package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jangteo.gateway.security.Issuers.Judge;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges access tokens. A token that was judged good is remembered by its exact text until it
 * expires; any other is verified on a worker, because a signature costs a third of a millisecond
 * and anybody can send one. Used from one context only.
 */
public final class AccessTokens {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
  private static final int MAX_VERIFYING = 256;

  private final Context context;
  private final Clock clock;
  private final Issuers issuers;
  private final Cache<String, VerifiedToken> verified;
  private int verifying;
  private int generation;

  /**
   * Knows no token yet.
   *
   * @param issuers made with what is to be called when a key is revoked
   */
  public AccessTokens(
      Context context, Clock clock, int cacheMax, Function<Runnable, Issuers> issuers) {
    this.context = context;
    this.clock = clock;
    this.verified = Caffeine.newBuilder().maximumSize(cacheMax).executor(Runnable::run).build();
    this.issuers = issuers.apply(this::forget);
  }

  /**
   * The token, verified. Fails with {@code UNAUTHENTICATED} when it is not acceptable, and with
   * {@code UNAVAILABLE} while no keys are known or too many signatures are waiting.
   */
  public Future<VerifiedToken> verify(String text) {
    VerifiedToken known = verified.getIfPresent(text);
    if (known != null && known.expiresAt().isAfter(clock.instant())) {
      return Future.succeededFuture(known);
    }
    try {
      SignedToken token = SignedToken.parse(text);
      Judge judge = issuers.of(token);
      return judge.keys().find(token.keyId()).compose(key -> verify(text, token, judge, key));
    } catch (InvalidTokenException e) {
      return Future.failedFuture(refused(e));
    }
  }

  private void forget() {
    generation++;
    verified.invalidateAll();
  }

  /** Fetches the signing keys again. */
  public void refreshKeys() {
    issuers.refreshKeys();
  }

  /** Fetches the signing keys where none are known yet, because a service has just appeared. */
  public void refreshKeysIfNone() {
    issuers.refreshKeysWhereNone();
  }

  /** The issuers and the ids of their keys, for operators. */
  public ObjectNode describe() {
    return issuers.describe();
  }

  private Future<VerifiedToken> verify(
      String text, SignedToken token, Judge judge, Optional<TokenKey> key) {
    if (key.isEmpty()) {
      return Future.failedFuture(
          judge.keys().isLoaded()
              ? refused(new InvalidTokenException("The access token's key is not known"))
              : busy("Access tokens cannot be checked just now"));
    }
    if (verifying >= MAX_VERIFYING) {
      return Future.failedFuture(busy("Too many new access tokens at once"));
    }
    verifying++;
    int before = generation;
    return context
        .executeBlocking(() -> judge.rules().check(token.verify(key.get()), clock.instant()), false)
        .onComplete(ignored -> verifying--)
        .onSuccess(good -> remember(text, good, before))
        .recover(error -> Future.failedFuture(explain(error)));
  }

  /** Unless keys were revoked while the signature was being checked. */
  private void remember(String text, VerifiedToken token, int before) {
    if (before == generation) {
      verified.put(text, token);
    }
  }

  private static ServiceFailure explain(Throwable error) {
    return error instanceof InvalidTokenException invalid
        ? refused(invalid)
        : ServiceFailure.internal(error);
  }

  private static ServiceFailure refused(InvalidTokenException why) {
    LOG.atDebug().addKeyValue("error", why.getMessage()).log("token refused");
    return ServiceFailure.of(FailureCode.UNAUTHENTICATED, why.getMessage());
  }

  private static ServiceFailure busy(String detail) {
    return ServiceFailure.unavailable(detail, Duration.ofSeconds(1), null);
  }
}
