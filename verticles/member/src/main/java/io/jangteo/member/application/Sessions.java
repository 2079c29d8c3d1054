package io.jangteo.member.application;

import io.jangteo.member.crypto.AccessTokens;
import io.jangteo.member.crypto.PasswordHasher;
import io.jangteo.member.crypto.RefreshToken;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Member;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Opens, continues and ends sessions. Every refusal is the same {@code UNAUTHENTICATED}: it does
 * not tell whether the account exists or the token ever did.
 */
public final class Sessions {
  private final MemberStore members;
  private final SessionStore sessions;
  private final PasswordHasher hasher;
  private final SigningKeys keys;
  private final AccessTokens accessTokens;

  public Sessions(
      MemberStore members,
      SessionStore sessions,
      PasswordHasher hasher,
      SigningKeys keys,
      AccessTokens accessTokens) {
    this.members = members;
    this.sessions = sessions;
    this.hasher = hasher;
    this.keys = keys;
    this.accessTokens = accessTokens;
  }

  /**
   * Logs in.
   *
   * @param left how long the caller still waits
   */
  public Future<TokenPair> open(Email email, String password, Supplier<Duration> left) {
    return members
        .account(email)
        .compose(
            account ->
                hasher
                    .matches(password, account.map(Account::passwordHash), left.get())
                    .compose(
                        same ->
                            same
                                ? open(account.orElseThrow())
                                : refused("The e-mail address or the password is wrong")));
  }

  private Future<TokenPair> open(Account account) {
    RefreshToken token = RefreshToken.generate();
    return sessions
        .open(account.member().id(), account.passwordHash(), token.digest())
        .compose(
            openedAt ->
                openedAt.isPresent()
                    ? Future.succeededFuture(tokens(account.member(), openedAt.get(), token))
                    : refused("The password was changed at the same time"));
  }

  /** Exchanges a refresh token for a new pair; the old one must not be used again. */
  public Future<TokenPair> refresh(RefreshToken presented) {
    RefreshToken successor = RefreshToken.generate();
    return sessions
        .rotate(presented.digest(), successor.digest())
        .compose(
            rotated ->
                rotated.isPresent()
                    ? Future.succeededFuture(
                        tokens(rotated.get().member(), rotated.get().at(), successor))
                    : refused("The refresh token is not valid"));
  }

  /** Logs out everywhere. */
  public Future<Void> end(UUID memberId) {
    return sessions.endAll(memberId);
  }

  private TokenPair tokens(Member member, Instant at, RefreshToken refreshToken) {
    String accessToken = accessTokens.sign(keys.current(at), member.id(), member.roles(), at);
    return TokenPair.bearer(accessToken, refreshToken.secret(), accessTokens.lifetime());
  }

  private static <T> Future<T> refused(String detail) {
    return Future.failedFuture(ServiceFailure.of(FailureCode.UNAUTHENTICATED, detail));
  }
}
