package io.jangteo.member.application;

import io.jangteo.member.crypto.PasswordHasher;
import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Changes what a member may change of itself. A new password ends every session. */
public final class ChangeProfile {
  private final MemberStore members;
  private final PasswordHasher hasher;

  public ChangeProfile(MemberStore members, PasswordHasher hasher) {
    this.members = members;
    this.hasher = hasher;
  }

  public Future<Member> rename(UUID id, String name) {
    return members.rename(id, name).compose(ChangeProfile::required);
  }

  /**
   * Fails with {@code UNPROCESSABLE} naming {@code /currentPassword} when that is not the member's
   * password, with {@code CONFLICT} when it was changed meanwhile.
   *
   * @param left how long the caller still waits
   */
  public Future<Member> changePassword(
      UUID id, String current, String replacement, Optional<String> name, Supplier<Duration> left) {
    return members
        .account(id)
        .compose(ChangeProfile::required)
        .compose(account -> confirm(account, current, left.get()))
        .compose(
            confirmed ->
                hasher
                    .hash(replacement, left.get())
                    .compose(hash -> members.changePassword(id, confirmed, hash, name)))
        .compose(ChangeProfile::unchangedMeanwhile);
  }

  private Future<PasswordHash> confirm(Account account, String password, Duration patience) {
    PasswordHash hash = account.passwordHash();
    return hasher
        .matches(password, Optional.of(hash), patience)
        .compose(
            same ->
                same
                    ? Future.succeededFuture(hash)
                    : Future.failedFuture(
                        ServiceFailure.ofField(
                            FailureCode.UNPROCESSABLE,
                            "/currentPassword",
                            "is not the present password")));
  }

  private static <T> Future<T> required(Optional<T> found) {
    return found
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(ServiceFailure.notFound("member")));
  }

  private static Future<Member> unchangedMeanwhile(Optional<Member> changed) {
    return changed
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    ServiceFailure.of(
                        FailureCode.CONFLICT, "The password was changed at the same time")));
  }
}
