package io.jangteo.member.application;

import io.jangteo.events.Transaction;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;
import io.jangteo.member.domain.Role;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Where accounts are kept. */
public interface MemberStore {
  /**
   * Adds an account; its time of creation is the database's. Fails with {@code CONFLICT} naming
   * {@code /email} when the address is taken.
   */
  Future<Member> insert(Transaction transaction, NewAccount account);

  Future<Optional<Member>> find(UUID id);

  Future<Optional<Account>> account(UUID id);

  Future<Optional<Account>> account(Email email);

  /** Empty when there is no such member. */
  Future<Optional<Member>> rename(UUID id, String name);

  /**
   * Replaces the password, and the name where one is given, and ends every session. Empty when
   * there is no such member or its password is no longer {@code expected}.
   */
  Future<Optional<Member>> changePassword(
      UUID id, PasswordHash expected, PasswordHash replacement, Optional<String> name);

  /** Gives the account this password and these roles, and ends every session. */
  Future<Void> reset(UUID id, PasswordHash passwordHash, Set<Role> roles);

  /** What an account consists of before it is stored. */
  record NewAccount(
      UUID id, Email email, String name, PasswordHash passwordHash, Set<Role> roles) {}
}
