package io.jangteo.payment.persistence;

/** Statements about payments, their steps and the ledger. */
final class PaymentSql {
  /** $1 orders. Sorted, so that two transactions never wait for each other. */
  static final String ADD_MISSING =
      """
      INSERT INTO payments (order_id)
      SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id
      ON CONFLICT ON CONSTRAINT payments_pk DO NOTHING
      """;

  /** $1 orders. */
  static final String LOCK =
      """
      SELECT 1 FROM payments WHERE order_id = ANY($1::uuid[]) ORDER BY order_id FOR UPDATE
      """;

  /** $1 orders. A statement after {@link #LOCK}, which alone makes it see what that waited for. */
  static final String LOAD =
      """
      SELECT p.order_id, p.status, p.currency, p.authorized_minor, p.captured_minor,
             p.refunded_minor, p.authorization_ref, p.capture_ref, p.reason, p.version,
             c.step, c.state, c.amount_minor, c.command_ids
      FROM payments p LEFT JOIN provider_calls c ON c.order_id = p.order_id
      WHERE p.order_id = ANY($1::uuid[])
      """;

  static final String SAVE_PAYMENT =
      """
      UPDATE payments SET
        status = $2, currency = $3, authorized_minor = $4::bigint, captured_minor = $5::bigint,
        refunded_minor = $6::bigint, authorization_ref = $7, capture_ref = $8, reason = $9,
        version = $10::bigint, updated_at = now()
      WHERE order_id = $1::uuid
      """;

  /** $6: whether it is to be tried at once. */
  static final String SAVE_STEP =
      """
      INSERT INTO provider_calls AS c (order_id, step, state, amount_minor, command_ids)
      VALUES ($1::uuid, $2, $3, $4::bigint, $5::uuid[])
      ON CONFLICT ON CONSTRAINT provider_calls_pk DO UPDATE SET
        state = EXCLUDED.state,
        amount_minor = EXCLUDED.amount_minor,
        command_ids = EXCLUDED.command_ids,
        due_at = CASE WHEN $6::boolean THEN now() ELSE c.due_at END
      """;

  /** $1 order, $2 kind, $3 currency, $4 accounts, $5 amounts. */
  static final String POST =
      """
      WITH entry AS (
        INSERT INTO ledger_entries (order_id, kind) VALUES ($1::uuid, $2) RETURNING id
      )
      INSERT INTO ledger_lines (entry_id, account, currency, amount_minor)
      SELECT entry.id, line.account, $3, line.amount
      FROM entry, unnest($4::text[], $5::bigint[]) AS line (account, amount)
      """;

  /** $1 orders whose authorisation is settled. */
  static final String FORGET_TOKENS = "DELETE FROM card_tokens WHERE order_id = ANY($1::uuid[])";

  /** $1 most, $2 lease in milliseconds. */
  static final String CLAIM =
      """
      WITH due AS (
        SELECT order_id, step FROM provider_calls
        WHERE state = 'PENDING' AND due_at <= now()
        ORDER BY due_at
        LIMIT $1::int
        FOR UPDATE SKIP LOCKED
      ), claimed AS (
        UPDATE provider_calls c
        SET attempts = attempts + 1, due_at = now() + $2::bigint * interval '1 millisecond'
        FROM due
        WHERE c.order_id = due.order_id AND c.step = due.step
        RETURNING c.order_id, c.step, c.amount_minor, c.attempts
      )
      SELECT claimed.order_id, claimed.step, claimed.amount_minor, claimed.attempts,
             p.status, p.currency, p.authorization_ref, p.capture_ref, t.token
      FROM claimed
      JOIN payments p ON p.order_id = claimed.order_id
      LEFT JOIN card_tokens t ON t.order_id = claimed.order_id AND claimed.step = 'AUTHORIZE'
      """;

  /** $1 order, $2 step, $3 the attempt that failed, $4 pause in milliseconds. */
  static final String POSTPONE =
      """
      UPDATE provider_calls SET due_at = now() + $4::bigint * interval '1 millisecond'
      WHERE order_id = $1::uuid AND step = $2 AND attempts = $3::int AND state = 'PENDING'
      """;

  /** $1 order. */
  static final String VIEW =
      """
      SELECT status, currency, authorized_minor, captured_minor, refunded_minor
      FROM payments WHERE order_id = $1::uuid AND status <> 'NEW'
      """;

  /** $1 order. */
  static final String ENTRIES =
      """
      SELECT e.kind, e.occurred_at, l.account, l.currency, l.amount_minor
      FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
      WHERE e.order_id = $1::uuid ORDER BY e.id, l.account
      """;

  private PaymentSql() {}
}
