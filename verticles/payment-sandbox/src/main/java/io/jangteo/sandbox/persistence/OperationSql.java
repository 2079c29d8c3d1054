package io.jangteo.sandbox.persistence;

/**
 * Each effect and its log entry are one statement. A key that exists makes the insert fail, which
 * takes the effect back with it.
 */
final class OperationSql {
  private static final String COLUMNS =
      """
      id, idempotency_key, kind, outcome, fingerprint, authorization_id, amount_minor, currency,
      reason, recorded_at""";

  /** $1 id, $2 key, $3 fingerprint, $4 card, $5 amount, $6 currency. */
  static final String AUTHORIZE =
      """
      WITH operation AS (
        INSERT INTO operations
          (id, idempotency_key, kind, outcome, fingerprint, authorization_id, amount_minor, currency)
        VALUES ($1::uuid, $2, 'AUTHORIZE', 'DONE', $3, $1::uuid, $5::bigint, $6)
        RETURNING %1$s
      ), held AS (
        INSERT INTO authorizations (id, card, amount_minor, currency)
        VALUES ($1::uuid, $4, $5::bigint, $6)
        RETURNING card
      )
      SELECT operation.*, held.card FROM operation, held
      """
          .formatted(COLUMNS);

  /** $1 id, $2 key, $3 fingerprint, $4 reason, $5 amount, $6 currency. */
  static final String DECLINE =
      """
      INSERT INTO operations
        (id, idempotency_key, kind, outcome, fingerprint, reason, amount_minor, currency)
      VALUES ($1::uuid, $2, 'AUTHORIZE', 'DECLINED', $3, $4, $5::bigint, $6)
      RETURNING %s, NULL::text AS card
      """
          .formatted(COLUMNS);

  /** $1 id, $2 key, $3 fingerprint, $4 authorisation. */
  static final String VOID =
      """
      WITH changed AS (
        UPDATE authorizations SET voided = true
        WHERE id = $4::uuid AND NOT voided AND capture_id IS NULL
        RETURNING id, card, amount_minor, currency
      ), operation AS (
        INSERT INTO operations
          (id, idempotency_key, kind, outcome, fingerprint, authorization_id, amount_minor, currency)
        SELECT $1::uuid, $2, 'VOID', 'DONE', $3, id, amount_minor, currency FROM changed
        RETURNING %s
      )
      SELECT operation.*, changed.card FROM operation, changed
      """
          .formatted(COLUMNS);

  /** $1 id, $2 key, $3 fingerprint, $4 authorisation, $5 amount. */
  static final String CAPTURE =
      """
      WITH changed AS (
        UPDATE authorizations SET capture_id = $1::uuid, captured_minor = $5::bigint
        WHERE id = $4::uuid AND NOT voided AND capture_id IS NULL AND amount_minor >= $5::bigint
        RETURNING id, card, currency
      ), operation AS (
        INSERT INTO operations
          (id, idempotency_key, kind, outcome, fingerprint, authorization_id, amount_minor, currency)
        SELECT $1::uuid, $2, 'CAPTURE', 'DONE', $3, id, $5::bigint, currency FROM changed
        RETURNING %s
      )
      SELECT operation.*, changed.card FROM operation, changed
      """
          .formatted(COLUMNS);

  /** $1 id, $2 key, $3 fingerprint, $4 capture, $5 amount. */
  static final String REFUND =
      """
      WITH changed AS (
        UPDATE authorizations SET refunded_minor = refunded_minor + $5::bigint
        WHERE capture_id = $4::uuid AND refunded_minor + $5::bigint <= captured_minor
        RETURNING id, card, currency
      ), operation AS (
        INSERT INTO operations
          (id, idempotency_key, kind, outcome, fingerprint, authorization_id, amount_minor, currency)
        SELECT $1::uuid, $2, 'REFUND', 'DONE', $3, id, $5::bigint, currency FROM changed
        RETURNING %s
      )
      SELECT operation.*, changed.card FROM operation, changed
      """
          .formatted(COLUMNS);

  /** $1 id, $2 key. Waits for a request in flight with this key, and then gives way to it. */
  static final String BLOCK =
      """
      INSERT INTO operations (id, idempotency_key, kind, outcome, fingerprint)
      VALUES ($1::uuid, $2, 'BLOCK', 'BLOCKED', '')
      ON CONFLICT ON CONSTRAINT operations_idempotency_key_uq DO NOTHING
      """;

  static final String FIND =
      "SELECT %s, NULL::text AS card FROM operations WHERE idempotency_key = $1".formatted(COLUMNS);

  /** $1 authorisation; the amount that could still be captured, null when it is closed. */
  static final String AUTHORIZATION_STATE =
      """
      SELECT CASE WHEN voided OR capture_id IS NOT NULL THEN NULL ELSE amount_minor END AS available
      FROM authorizations WHERE id = $1::uuid
      """;

  static final String CAPTURE_EXISTS = "SELECT 1 FROM authorizations WHERE capture_id = $1::uuid";

  /** $1 key; how many attempts there were, this one included. */
  static final String COUNT_ATTEMPT =
      """
      INSERT INTO failed_attempts (idempotency_key, times) VALUES ($1, 1)
      ON CONFLICT ON CONSTRAINT failed_attempts_pk
        DO UPDATE SET times = failed_attempts.times + 1
      RETURNING times
      """;

  private OperationSql() {}
}
