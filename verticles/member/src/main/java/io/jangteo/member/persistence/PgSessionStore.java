package io.jangteo.member.persistence;

import io.jangteo.member.application.SessionStore;
import io.jangteo.member.domain.PasswordHash;
import io.jangteo.member.domain.PresentedToken;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions in PostgreSQL. */
public final class PgSessionStore implements SessionStore {
  private static final Logger LOG = LoggerFactory.getLogger(PgSessionStore.class);

  private final Database database;
  private final Interval lifetime;

  /**
   * @param lifetime of an unused refresh token
   */
  public PgSessionStore(Database database, Duration lifetime) {
    this.database = database;
    this.lifetime = Interval.of(lifetime);
  }

  @Override
  public Future<Optional<Instant>> open(UUID memberId, PasswordHash checked, byte[] tokenDigest) {
    Tuple values =
        Tuple.of(Ids.next(), memberId, checked.notation(), Buffer.buffer(tokenDigest), lifetime);
    return database
        .pool()
        .preparedQuery(SessionSql.OPEN)
        .execute(values)
        .map(rows -> MemberRows.first(rows, row -> instant(row, "opened_at").orElseThrow()))
        .recover(Database::translate);
  }

  @Override
  public Future<Optional<Rotated>> rotate(byte[] tokenDigest, byte[] successorDigest) {
    Buffer token = Buffer.buffer(tokenDigest);
    Buffer successor = Buffer.buffer(successorDigest);
    return database.transaction(
        connection ->
            connection
                .preparedQuery(SessionSql.LOCK_TOKEN)
                .execute(Tuple.of(token))
                .compose(
                    rows ->
                        rows.size() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : judge(connection, rows.iterator().next(), token, successor)));
  }

  private Future<Optional<Rotated>> judge(
      SqlConnection connection, Row row, Buffer token, Buffer successor) {
    PresentedToken presented =
        new PresentedToken(
            instant(row, "used_at"),
            instant(row, "revoked_at"),
            instant(row, "expires_at").orElseThrow());
    return switch (presented.judge(instant(row, "at").orElseThrow())) {
      case ROTATE -> replace(connection, token, successor);
      case REVOKE_FAMILY -> revoke(connection, row).map(Optional.empty());
      case REFUSE -> Future.succeededFuture(Optional.empty());
    };
  }

  private Future<Optional<Rotated>> replace(
      SqlConnection connection, Buffer token, Buffer successor) {
    return connection
        .preparedQuery(SessionSql.ROTATE)
        .execute(Tuple.of(token, successor, lifetime))
        .map(
            rows ->
                MemberRows.first(
                    rows,
                    row -> new Rotated(MemberRows.member(row), instant(row, "at").orElseThrow())));
  }

  private static Future<Void> revoke(SqlConnection connection, Row row) {
    LOG.atWarn()
        .addKeyValue("memberId", row.getUUID("member_id"))
        .addKeyValue("sessionId", row.getUUID("session_id"))
        .log("a refresh token was used twice: its session is ended");
    return connection
        .preparedQuery(SessionSql.REVOKE)
        .execute(Tuple.of(row.getUUID("session_id")))
        .mapEmpty();
  }

  @Override
  public Future<Void> endAll(UUID memberId) {
    return database
        .pool()
        .preparedQuery(SessionSql.REVOKE_ALL)
        .execute(Tuple.of(memberId))
        .<Void>mapEmpty()
        .recover(Database::translate);
  }

  @Override
  public Future<Void> purge() {
    return database
        .pool()
        .preparedQuery(SessionSql.PURGE)
        .execute()
        .<Void>mapEmpty()
        .recover(Database::translate);
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }
}
