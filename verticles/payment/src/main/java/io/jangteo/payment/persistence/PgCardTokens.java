package io.jangteo.payment.persistence;

import io.jangteo.payment.application.CardTokens;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** Card tokens in PostgreSQL. */
public final class PgCardTokens implements CardTokens {
  /** Changes nothing, and so returns a row, exactly when the same token is there. */
  private static final String KEEP =
      """
      INSERT INTO card_tokens AS kept (order_id, token) VALUES ($1::uuid, $2)
      ON CONFLICT ON CONSTRAINT card_tokens_pk
        DO UPDATE SET token = kept.token WHERE kept.token = EXCLUDED.token
      RETURNING order_id
      """;

  private static final String PURGE =
      """
      DELETE FROM card_tokens WHERE order_id IN (
        SELECT order_id FROM card_tokens
        WHERE kept_at < now() - $1::bigint * interval '1 millisecond'
        ORDER BY kept_at LIMIT $2::int)
      """;

  private final Pool pool;

  public PgCardTokens(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<Boolean> keep(UUID orderId, CardToken token) {
    return pool.preparedQuery(KEEP)
        .execute(Tuple.of(orderId, token.value()))
        .map(rows -> rows.size() == 1)
        .recover(Database::translate);
  }

  @Override
  public Future<Integer> purge(Duration age, int most) {
    return pool.preparedQuery(PURGE)
        .execute(Tuple.of(age.toMillis(), most))
        .map(SqlResult::rowCount)
        .recover(Database::translate);
  }
}
