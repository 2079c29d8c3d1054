package io.jangteo.member.persistence;

import io.jangteo.events.Transaction;
import io.jangteo.member.application.Account;
import io.jangteo.member.application.MemberStore;
import io.jangteo.member.application.RegisterMember;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;
import io.jangteo.member.domain.Role;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts in PostgreSQL. */
public final class PgMemberStore implements MemberStore {
  private static final String EMAIL_UNIQUE = "members_email_uq";

  private final Database database;

  public PgMemberStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Member> insert(Transaction transaction, NewAccount account) {
    return transaction
        .connection()
        .preparedQuery(MemberSql.INSERT)
        .execute(
            Tuple.of(
                account.id(),
                account.email().value(),
                account.name(),
                account.passwordHash().notation(),
                MemberRows.wireNames(account.roles())))
        .map(rows -> MemberRows.member(rows.iterator().next()))
        .recover(PgMemberStore::explain);
  }

  private static Future<Member> explain(Throwable error) {
    return Future.failedFuture(
        Database.violates(error, EMAIL_UNIQUE) ? RegisterMember.emailTaken() : error);
  }

  @Override
  public Future<Optional<Member>> find(UUID id) {
    return query(MemberSql.FIND, Tuple.of(id))
        .map(rows -> MemberRows.first(rows, MemberRows::member));
  }

  @Override
  public Future<Optional<Account>> account(UUID id) {
    return query(MemberSql.ACCOUNT_BY_ID, Tuple.of(id))
        .map(rows -> MemberRows.first(rows, MemberRows::account));
  }

  @Override
  public Future<Optional<Account>> account(Email email) {
    return query(MemberSql.ACCOUNT_BY_EMAIL, Tuple.of(email.value()))
        .map(rows -> MemberRows.first(rows, MemberRows::account));
  }

  @Override
  public Future<Optional<Member>> rename(UUID id, String name) {
    return query(MemberSql.RENAME, Tuple.of(id, name))
        .map(rows -> MemberRows.first(rows, MemberRows::member));
  }

  @Override
  public Future<Optional<Member>> changePassword(
      UUID id, PasswordHash expected, PasswordHash replacement, Optional<String> name) {
    Tuple values = Tuple.of(id, expected.notation(), replacement.notation(), name.orElse(null));
    return database.transaction(
        connection ->
            connection
                .preparedQuery(MemberSql.CHANGE_PASSWORD)
                .execute(values)
                .map(rows -> MemberRows.first(rows, MemberRows::member))
                .compose(changed -> endSessions(connection, changed)));
  }

  /** A statement of its own: it must see sessions that were opened while the update waited. */
  private static Future<Optional<Member>> endSessions(
      SqlConnection connection, Optional<Member> changed) {
    return changed.isEmpty()
        ? Future.succeededFuture(changed)
        : connection
            .preparedQuery(SessionSql.REVOKE_ALL)
            .execute(Tuple.of(changed.get().id()))
            .map(changed);
  }

  @Override
  public Future<Void> reset(UUID id, PasswordHash passwordHash, Set<Role> roles) {
    Tuple values = Tuple.of(id, passwordHash.notation(), MemberRows.wireNames(roles));
    return database.transaction(
        connection ->
            connection
                .preparedQuery(MemberSql.RESET)
                .execute(values)
                .compose(
                    ignored ->
                        connection.preparedQuery(SessionSql.REVOKE_ALL).execute(Tuple.of(id)))
                .mapEmpty());
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return database.pool().preparedQuery(sql).execute(values).recover(Database::translate);
  }
}
