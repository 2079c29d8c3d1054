package io.jangteo.shipping.persistence;

/** Statements over {@code shipments}. */
final class ShipmentSql {
  static final String FIND = "SELECT * FROM shipments WHERE order_id = $1";

  static final String LOCK =
      """
      SELECT order_id FROM shipments
      WHERE order_id = ANY($1::uuid[])
      ORDER BY order_id
      FOR NO KEY UPDATE
      """;

  /** A plain insert: of two first commands at once, the second fails and is tried again. */
  static final String INSERT =
      """
      INSERT INTO shipments
        (order_id, status, reason, shipment_id, tracking_code,
         recipient, line1, line2, city, postcode, country, units,
         version, scheduled_at, cancelled_at, refused_at)
      VALUES ($1, $2::text, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1,
        CASE WHEN $2::text = 'SCHEDULED' THEN now() END,
        CASE WHEN $2::text = 'CANCELLED' THEN now() END,
        CASE WHEN $2::text = 'REFUSED' THEN now() END)
      """;

  /** A status keeps the time it was first reached at. */
  static final String UPDATE =
      """
      UPDATE shipments SET
        status = $3::text,
        reason = $4,
        version = version + $5::integer,
        ready_at =
          coalesce(ready_at, CASE WHEN $3::text = 'READY' THEN now() END),
        handed_over_at =
          coalesce(handed_over_at, CASE WHEN $3::text = 'HANDED_OVER' THEN now() END),
        delivered_at =
          coalesce(delivered_at, CASE WHEN $3::text = 'DELIVERED' THEN now() END),
        cancelled_at =
          coalesce(cancelled_at, CASE WHEN $3::text = 'CANCELLED' THEN now() END)
      WHERE order_id = $1 AND version = $2 AND status = $6
      """;

  private ShipmentSql() {}
}
