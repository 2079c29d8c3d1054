package io.jangteo.member.persistence;

import io.jangteo.member.application.ApiKey;
import io.jangteo.member.application.ApiKeyStore;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keys of machine clients in PostgreSQL. */
public final class PgApiKeyStore implements ApiKeyStore {
  private static final String COLUMNS =
      "id, name, roles, operations, created_by, created_at, expires_at, revoked_at";
  private static final String INSERT =
      """
      INSERT INTO api_keys (id, name, secret_hash, roles, operations, created_by, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, now() + $7::interval)
      RETURNING %s
      """
          .formatted(COLUMNS);
  private static final String LIST =
      """
      SELECT %s FROM api_keys WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2
      """
          .formatted(COLUMNS);
  private static final String REVOKE =
      """
      UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING id
      """;
  private static final String FIND_GOOD =
      """
      SELECT %s FROM api_keys
      WHERE secret_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
      """
          .formatted(COLUMNS);

  private final Database database;

  public PgApiKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<ApiKey> insert(NewApiKey key) {
    Tuple values =
        Tuple.of(
            key.id(),
            key.name(),
            Buffer.buffer(key.digest()),
            MemberRows.wireNames(key.roles()),
            key.operations().toArray(String[]::new),
            key.createdBy());
    values.addValue(key.lifetime().map(Interval::of).orElse(null));
    return query(INSERT, values).map(rows -> apiKey(rows.iterator().next()));
  }

  @Override
  public Future<List<ApiKey>> list(UUID after, int limit) {
    return query(LIST, Tuple.of(after, limit))
        .map(
            rows -> {
              List<ApiKey> keys = new ArrayList<>();
              rows.forEach(row -> keys.add(apiKey(row)));
              return keys;
            });
  }

  @Override
  public Future<Boolean> revoke(UUID id) {
    return query(REVOKE, Tuple.of(id)).map(rows -> rows.size() == 1);
  }

  @Override
  public Future<Optional<ApiKey>> findGood(byte[] digest) {
    return query(FIND_GOOD, Tuple.of(Buffer.buffer(digest)))
        .map(rows -> MemberRows.first(rows, PgApiKeyStore::apiKey));
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return database.pool().preparedQuery(sql).execute(values).recover(Database::translate);
  }

  private static ApiKey apiKey(Row row) {
    return new ApiKey(
        row.getUUID("id"),
        row.getString("name"),
        MemberRows.roles(row.getArrayOfStrings("roles")),
        Set.of(row.getArrayOfStrings("operations")),
        row.getUUID("created_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "expires_at"),
        instant(row, "revoked_at"));
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }
}
