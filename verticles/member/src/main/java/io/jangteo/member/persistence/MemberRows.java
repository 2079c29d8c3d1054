package io.jangteo.member.persistence;

import io.jangteo.member.application.Account;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;
import io.jangteo.member.domain.Role;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Between rows of {@code members} and what they mean. */
final class MemberRows {
  private MemberRows() {}

  static Member member(Row row) {
    return new Member(
        row.getUUID("id"),
        new Email(row.getString("email")),
        row.getString("name"),
        roles(row.getArrayOfStrings("roles")),
        row.getOffsetDateTime("created_at").toInstant());
  }

  static Account account(Row row) {
    return new Account(member(row), PasswordHash.parse(row.getString("password_hash")));
  }

  static String[] wireNames(Set<Role> roles) {
    return roles.stream().map(Role::wireName).sorted().toArray(String[]::new);
  }

  static Set<Role> roles(String... names) {
    return Arrays.stream(names).map(Role::ofWireName).collect(Collectors.toUnmodifiableSet());
  }

  /** The first row, if any, as {@code mapper} reads it. */
  static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> mapper) {
    RowIterator<Row> iterator = rows.iterator();
    return iterator.hasNext() ? Optional.of(mapper.apply(iterator.next())) : Optional.empty();
  }
}
