package io.jangteo.inventory.persistence;

/** Statements over {@code reservations}. */
final class ReservationSql {
  static final String LOCK =
      """
      SELECT order_id FROM reservations
      WHERE order_id = ANY($1::uuid[])
      ORDER BY order_id
      FOR NO KEY UPDATE
      """;

  static final String FIND =
      """
      SELECT state, reason, cardinality(skus) AS lines, version
      FROM reservations WHERE order_id = $1
      """;

  /** A plain insert: of two first commands at once, the second fails and is tried again. */
  static final String INSERT =
      """
      INSERT INTO reservations
        (order_id, state, reason, skus, quantities, version, expires_at)
      VALUES ($1, $2::text, $3::text, $4::text[], $5::integer[], 1,
        CASE WHEN $2::text = 'HELD' THEN now() + $6::bigint * interval '1 millisecond' END)
      """;

  static final String UPDATE =
      """
      UPDATE reservations
      SET state = $3, reason = $4, version = version + 1, updated_at = now()
      WHERE order_id = $1 AND version = $2
      """;

  static final String LOCK_EXPIRED =
      """
      SELECT order_id FROM reservations
      WHERE state = 'HELD' AND expires_at <= now()
      ORDER BY expires_at
      LIMIT $1::integer
      FOR NO KEY UPDATE SKIP LOCKED
      """;

  static final String EXPIRE =
      """
      UPDATE reservations
      SET state = 'RELEASED', reason = 'EXPIRED', updated_at = now()
      WHERE order_id = ANY($1::uuid[])
      """;

  private ReservationSql() {}
}
