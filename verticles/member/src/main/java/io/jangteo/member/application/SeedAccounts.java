package io.jangteo.member.application;

import io.jangteo.member.crypto.PasswordHasher;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Role;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the configured accounts be there with the configured password and role, however often it is
 * run and by however many instances. What is already so is left alone.
 */
public final class SeedAccounts {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MemberStore members;
  private final RegisterMember registerMember;
  private final PasswordHasher hasher;

  public SeedAccounts(MemberStore members, RegisterMember registerMember, PasswordHasher hasher) {
    this.members = members;
    this.registerMember = registerMember;
    this.hasher = hasher;
  }

  /** Merchant, then operator. */
  public Future<Void> ensure(SeedConfig config) {
    return ensure(config.merchantEmail(), config.merchantPassword(), Role.MERCHANT)
        .compose(
            ignored -> ensure(config.operatorEmail(), config.operatorPassword(), Role.OPERATOR));
  }

  private Future<Void> ensure(String address, Secret password, Role role) {
    if (address.isEmpty()) {
      return Future.succeededFuture();
    }
    Email email = Email.of(address);
    return members
        .account(email)
        .compose(
            found ->
                found.isPresent()
                    ? align(found.get(), password.value(), role)
                    : create(email, password.value(), role));
  }

  private Future<Void> create(Email email, String password, Role role) {
    return registerMember
        .register(email, role.wireName(), password, Set.of(role), () -> PATIENCE)
        .<Void>mapEmpty()
        .recover(
            error ->
                isConflict(error)
                    // Another instance was faster, with the same configuration.
                    ? Future.succeededFuture()
                    : Future.failedFuture(error));
  }

  private static boolean isConflict(Throwable error) {
    return error instanceof ServiceFailure failure && failure.code() == FailureCode.CONFLICT;
  }

  private Future<Void> align(Account account, String password, Role role) {
    return hasher
        .matches(password, Optional.of(account.passwordHash()), PATIENCE)
        .compose(
            same ->
                same && account.member().roles().contains(role)
                    ? Future.succeededFuture()
                    : hasher
                        .hash(password, PATIENCE)
                        .compose(hash -> members.reset(account.member().id(), hash, Set.of(role))));
  }
}
