package io.jangteo.member.application;

import io.jangteo.contracts.member.MemberMessages;
import io.jangteo.contracts.member.MemberRegistered;
import io.jangteo.events.Messaging;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.member.application.MemberStore.NewAccount;
import io.jangteo.member.crypto.PasswordHasher;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;
import io.jangteo.member.domain.Role;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Opens an account and tells the others so, in one transaction. */
public final class RegisterMember {
  private static final String AGGREGATE = "member";

  private final Messaging messaging;
  private final MemberStore members;
  private final PasswordHasher hasher;

  public RegisterMember(Messaging messaging, MemberStore members, PasswordHasher hasher) {
    this.messaging = messaging;
    this.members = members;
    this.hasher = hasher;
  }

  /**
   * Fails with {@code CONFLICT} naming {@code /email} when the address is taken, with {@code
   * UNAVAILABLE} when too many wait for their password to be hashed or messages cannot get out.
   *
   * @param left how long the caller still waits
   */
  public Future<Member> register(
      Email email, String name, String password, Set<Role> roles, Supplier<Duration> left) {
    return messaging
        .requireRoom()
        .compose(ignored -> members.account(email))
        .compose(RegisterMember::requireFree)
        .compose(ignored -> hasher.hash(password, left.get()))
        .compose(hash -> store(email, name, hash, roles));
  }

  /** Before the costly part; the unique constraint still decides between two at the same time. */
  private static Future<Void> requireFree(Optional<Account> holder) {
    return holder.isEmpty() ? Future.succeededFuture() : Future.failedFuture(emailTaken());
  }

  /** The refusal of an address that another account has. */
  public static ServiceFailure emailTaken() {
    return ServiceFailure.ofField(FailureCode.CONFLICT, "/email", "belongs to another account");
  }

  private Future<Member> store(Email email, String name, PasswordHash hash, Set<Role> roles) {
    NewAccount account = new NewAccount(Ids.next(), email, name, hash, roles);
    return messaging.transaction(
        transaction ->
            members.insert(transaction, account).map(member -> announce(transaction, member)));
  }

  private static Member announce(Transaction transaction, Member member) {
    UUID memberId = member.id();
    transaction.send(
        new OutboundMessage(
            Ids.named(memberId, MemberMessages.REGISTERED.name()),
            MemberMessages.REGISTERED,
            AGGREGATE,
            memberId,
            1,
            memberId,
            new MemberRegistered(memberId)));
    return member;
  }
}
