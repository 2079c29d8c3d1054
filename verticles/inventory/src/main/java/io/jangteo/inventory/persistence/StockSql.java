package io.jangteo.inventory.persistence;

/** Statements over {@code stock} and its entries and sales. */
final class StockSql {
  static final String FIND = "SELECT on_hand, reserved, version FROM stock WHERE sku = $1";

  static final String LOCK =
      """
      SELECT s.sku FROM stock s
      WHERE s.sku IN (
        SELECT w.sku FROM unnest($1::text[]) AS w(sku)
        UNION
        SELECT w.sku FROM reservations r, unnest(r.skus) AS w(sku)
        WHERE r.order_id = ANY($2::uuid[]))
      ORDER BY s.sku
      FOR NO KEY UPDATE OF s
      """;

  /**
   * Either a row per lacking line, or one row with the number of lines moved. The guard in the
   * update repeats the check, in case a product was not locked beforehand.
   */
  static final String HOLD =
      """
      WITH wanted AS (
        SELECT w.sku, w.quantity FROM unnest($1::text[], $2::integer[]) AS w(sku, quantity)),
      lacking AS (
        SELECT w.sku, w.quantity, coalesce(s.on_hand - s.reserved, 0) AS available
        FROM wanted w LEFT JOIN stock s ON s.sku = w.sku
        WHERE coalesce(s.on_hand - s.reserved, 0) < w.quantity),
      moved AS (
        UPDATE stock s SET reserved = s.reserved + w.quantity
        FROM wanted w
        WHERE s.sku = w.sku AND s.on_hand - s.reserved >= w.quantity
          AND NOT EXISTS (SELECT FROM lacking)
        RETURNING 1)
      SELECT (SELECT count(*) FROM moved) AS moved, l.sku, l.quantity, l.available
      FROM (SELECT 1) AS one LEFT JOIN lacking l ON true
      """;

  /** The same answer as {@link #HOLD}. */
  static final String TAKE_FREE =
      """
      WITH wanted AS (
        SELECT w.sku, w.quantity
        FROM reservations r, unnest(r.skus, r.quantities) AS w(sku, quantity)
        WHERE r.order_id = $1),
      lacking AS (
        SELECT w.sku, w.quantity, coalesce(s.on_hand - s.reserved, 0) AS available
        FROM wanted w LEFT JOIN stock s ON s.sku = w.sku
        WHERE coalesce(s.on_hand - s.reserved, 0) < w.quantity),
      moved AS (
        UPDATE stock s SET on_hand = s.on_hand - w.quantity
        FROM wanted w
        WHERE s.sku = w.sku AND s.on_hand - s.reserved >= w.quantity
          AND NOT EXISTS (SELECT FROM lacking)
        RETURNING 1),
      sold AS (
        INSERT INTO stock_sales (order_id, skus, quantities)
        SELECT r.order_id, r.skus, r.quantities FROM reservations r
        WHERE r.order_id = $1 AND NOT EXISTS (SELECT FROM lacking))
      SELECT (SELECT count(*) FROM moved) AS moved, l.sku, l.quantity, l.available
      FROM (SELECT 1) AS one LEFT JOIN lacking l ON true
      """;

  static final String TAKE_HELD =
      """
      WITH sold AS (
        INSERT INTO stock_sales (order_id, skus, quantities)
        SELECT r.order_id, r.skus, r.quantities FROM reservations r WHERE r.order_id = $1
        RETURNING skus, quantities)
      UPDATE stock s SET on_hand = s.on_hand - w.quantity, reserved = s.reserved - w.quantity
      FROM sold, unnest(sold.skus, sold.quantities) AS w(sku, quantity)
      WHERE s.sku = w.sku
      """;

  /** Several orders may hold the same product, hence the sum. */
  static final String GIVE_BACK =
      """
      UPDATE stock s SET reserved = s.reserved - w.quantity
      FROM (
        SELECT l.sku, sum(l.quantity) AS quantity
        FROM reservations r, unnest(r.skus, r.quantities) AS l(sku, quantity)
        WHERE r.order_id = ANY($1::uuid[])
        GROUP BY l.sku) AS w
      WHERE s.sku = w.sku
      """;

  static final String CREATE = "INSERT INTO stock (sku) VALUES ($1) ON CONFLICT DO NOTHING";

  static final String LOCK_LEVEL = FIND + " FOR NO KEY UPDATE";

  static final String SET_LEVEL = "UPDATE stock SET on_hand = $2, version = $3 WHERE sku = $1";

  static final String FIND_ENTRY =
      """
      SELECT quantity, on_hand_after, reserved_after FROM stock_entries
      WHERE sku = $1 AND kind = $2 AND reference = $3
      """;

  static final String INSERT_ENTRY =
      """
      INSERT INTO stock_entries (sku, kind, reference, quantity, on_hand_after, reserved_after)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  private StockSql() {}
}
