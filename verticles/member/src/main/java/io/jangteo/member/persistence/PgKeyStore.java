package io.jangteo.member.persistence;

import io.jangteo.member.application.KeyStore;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Signing keys in PostgreSQL; one locked row lets the instances change them in turn. */
public final class PgKeyStore implements KeyStore {
  private final Database database;

  public PgKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<KeySet> load() {
    return database
        .pool()
        .preparedQuery(KeySql.LOAD)
        .execute()
        .map(PgKeyStore::keySet)
        .recover(Database::translate);
  }

  @Override
  public Future<KeySet> change(Function<KeySet, KeyChange> decision) {
    return database.transaction(
        connection ->
            connection
                .preparedQuery(KeySql.LOCK)
                .execute()
                .compose(ignored -> load(connection))
                .compose(keys -> apply(connection, decision.apply(keys)))
                .compose(ignored -> load(connection)));
  }

  private static Future<KeySet> load(SqlConnection connection) {
    return connection.preparedQuery(KeySql.LOAD).execute().map(PgKeyStore::keySet);
  }

  private static Future<Void> apply(SqlConnection connection, KeyChange change) {
    Tuple removed = Tuple.tuple().addArrayOfString(change.removed().toArray(String[]::new));
    return connection
        .preparedQuery(KeySql.DELETE)
        .execute(removed)
        .compose(
            ignored ->
                change
                    .added()
                    .map(key -> insert(connection, key))
                    .orElseGet(Future::succeededFuture));
  }

  private static Future<Void> insert(SqlConnection connection, StoredKey key) {
    return connection
        .preparedQuery(KeySql.INSERT)
        .execute(Tuple.of(key.kid(), key.secretJwk(), key.activeFrom().atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }

  private static KeySet keySet(RowSet<Row> rows) {
    List<StoredKey> keys = new ArrayList<>();
    Instant at = Instant.EPOCH;
    for (Row row : rows) {
      at = row.getOffsetDateTime("at").toInstant();
      if (row.getString("kid") != null) {
        keys.add(
            new StoredKey(
                row.getString("kid"),
                row.getString("jwk"),
                row.getOffsetDateTime("active_from").toInstant()));
      }
    }
    return new KeySet(keys, at);
  }
}
