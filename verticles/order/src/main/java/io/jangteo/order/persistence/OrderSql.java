package io.jangteo.order.persistence;

/** Statements of orders being placed and read. */
final class OrderSql {
  /** Always one row, because the database's time is wanted whether the key is known or not. */
  static final String LOOK_UP =
      """
      SELECT clock_timestamp() AS now, k.order_id, k.fingerprint, k.response
      FROM (SELECT 1) AS one LEFT JOIN idempotency_keys k ON k.key = $1
      """;

  static final String STORED_ANSWER =
      "SELECT order_id, fingerprint, response FROM idempotency_keys WHERE key = $1";

  /**
   * All rows of a new order, or none when the key is taken; then nothing is inserted and the count
   * is 0. An insert of the same key that is not committed yet is waited for.
   */
  static final String PLACE =
      """
      WITH key AS (
        INSERT INTO idempotency_keys (key, fingerprint, order_id, response, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT ON CONSTRAINT idempotency_keys_pk DO NOTHING
        RETURNING order_id, created_at
      ), placed AS (
        INSERT INTO orders (id, version, status, last_event, open_steps, member_id, placed_by,
                            total_minor, currency, created_at, updated_at)
        SELECT order_id, 1, $6, $7, '', $8::uuid, $9::uuid, $10::bigint, $11, created_at, created_at
        FROM key
      ), first AS (
        INSERT INTO order_events (order_id, version, type, data, at)
        SELECT order_id, 1, $7, $12::text::json, created_at FROM key
      )
      INSERT INTO sagas (order_id, definition_version, version, phase, commands, state, wake_at)
      SELECT order_id, $13::int, 1, $14, $15::int, $16::text::json, $17::timestamptz FROM key
      """;

  static final String FIND =
      """
      SELECT o.id, o.version, o.status, o.last_event, o.open_steps, o.reason, o.created_at,
             o.updated_at, placed.data::text AS placed
      FROM orders o
      JOIN order_events placed ON placed.order_id = o.id AND placed.version = 1
      WHERE o.id = $1
      """;

  static final String HEADS =
      "SELECT id, version, status, member_id, placed_by FROM orders WHERE id = ANY($1::uuid[])";

  /** Two short walks down two indexes; an order is found by one of them only. */
  static final String LIST =
      """
      SELECT * FROM (
        (SELECT id, version, status, reason, member_id, total_minor, currency, created_at,
                updated_at
         FROM orders WHERE member_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)
        UNION ALL
        (SELECT id, version, status, reason, member_id, total_minor, currency, created_at,
                updated_at
         FROM orders
         WHERE placed_by = $1 AND member_id IS DISTINCT FROM placed_by AND id < $2
         ORDER BY id DESC LIMIT $3)
      ) AS own
      ORDER BY id DESC
      LIMIT $3
      """;

  static final String EVENTS =
      """
      SELECT version, type, at, data::text AS data
      FROM order_events
      WHERE order_id = $1 AND version > $2
      ORDER BY version
      """;

  private OrderSql() {}
}
