package io.jangteo.order.persistence;

/** Statements of sagas going on. */
final class SagaSql {
  /**
   * Both rows are locked: of a row that is only joined, a statement that had to wait would see what
   * it was before the wait. What was ordered is read while commands that tell it are to come.
   */
  private static final String LOADED =
      """
      SELECT s.order_id, s.state::text AS state, o.version, o.status, o.last_event, o.open_steps,
             o.reason, o.total_minor, o.currency, placed.data::text AS placed,
             clock_timestamp() AS now
      FROM sagas s
      JOIN orders o ON o.id = s.order_id
      LEFT JOIN order_events placed
        ON placed.order_id = s.order_id AND placed.version = 1 AND s.commands <= 2
      """;

  static final String LOCK =
      LOADED
          + """
          WHERE s.order_id = ANY($1::uuid[]) AND s.definition_version = ANY($2::int[])
          ORDER BY s.order_id
          FOR UPDATE OF s, o
          """;

  static final String LOCK_DUE =
      LOADED
          + """
          WHERE s.wake_at <= now() AND s.definition_version = ANY($1::int[])
          ORDER BY s.wake_at
          LIMIT $2
          FOR UPDATE OF s, o SKIP LOCKED
          """;

  private static final String WITH_ANSWERS =
      """
      SELECT a.order_id FROM saga_answers a
      JOIN sagas s ON s.order_id = a.order_id
      WHERE s.definition_version = ANY($1::int[])
      """;

  static final String HAS_KEPT = "SELECT EXISTS (" + WITH_ANSWERS + ") AS found";

  static final String LOCK_KEPT =
      LOADED
          + """
          WHERE s.definition_version = ANY($1::int[]) AND s.order_id IN (
          """
          + WITH_ANSWERS
          + """
          )
          ORDER BY s.order_id
          LIMIT $2
          FOR UPDATE OF s, o SKIP LOCKED
          """;

  static final String TAKE_KEPT =
      """
      WITH taken AS (
        DELETE FROM saga_answers a USING sagas s
        WHERE a.order_id = ANY($1::uuid[]) AND s.order_id = a.order_id
          AND s.definition_version = ANY($2::int[])
        RETURNING a.id, a.order_id, a.message_id, a.type, a.payload
      )
      SELECT order_id, message_id, type, payload FROM taken ORDER BY id
      """;

  static final String KEEP =
      """
      INSERT INTO saga_answers (order_id, message_id, type, payload)
      SELECT a.order_id, a.message_id, a.type, a.payload
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])
           WITH ORDINALITY AS a(order_id, message_id, type, payload, place)
      JOIN sagas s ON s.order_id = a.order_id
      ORDER BY a.place
      RETURNING order_id
      """;

  static final String IS_OF_ANOTHER =
      """
      SELECT EXISTS (
        SELECT FROM sagas WHERE order_id = $1 AND definition_version <> ALL($2::int[])) AS found
      """;

  static final String SAVE =
      """
      WITH moved AS (
        UPDATE sagas s
        SET version = s.version + 1, phase = c.phase, commands = c.commands,
            state = c.state::json, wake_at = c.wake_at
        FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::timestamptz[])
             AS c(order_id, phase, commands, state, wake_at)
        WHERE s.order_id = c.order_id
      ), folded AS (
        UPDATE orders o
        SET version = c.version, status = c.status, last_event = c.last_event,
            open_steps = c.open_steps, reason = c.reason, updated_at = c.at
        FROM unnest($6::uuid[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[],
                    $12::timestamptz[])
             AS c(order_id, version, status, last_event, open_steps, reason, at)
        WHERE o.id = c.order_id
      )
      INSERT INTO order_events (order_id, version, type, data, at)
      SELECT order_id, version, type, data::json, at
      FROM unnest($13::uuid[], $14::bigint[], $15::text[], $16::text[], $17::timestamptz[])
           AS e(order_id, version, type, data, at)
      """;

  static final String RUNNING = "SELECT count(*) AS running FROM sagas WHERE wake_at IS NOT NULL";

  private SagaSql() {}
}
